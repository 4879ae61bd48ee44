/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#define KARNE_I18N_PREVENTION
#include "prevention/karne-due-list.h"
#include "words/karne-i18n.h"

/* What is said of something due in a word or two: in French where nobody confirmed it. */

/**
 * karne_due_state_to_words:
 * @state: a state
 *
 * Says how something due stands.
 *
 * Returns: the words
 */
const char *
karne_due_state_to_words (KarneDueState state)
{
  switch (state)
    {
    case KARNE_DUE_OVERDUE:
      /* Translators: how something that prevention asks for stands. */
      return C_ ("prevention", "Overdue");
    case KARNE_DUE_NOW:
      /* Translators: how something that prevention asks for stands: its time has come. */
      return C_ ("prevention", "To do now");
    case KARNE_DUE_ASK:
      /* Translators: how something that prevention asks for stands: nothing is worked out. */
      return C_ ("prevention", "To talk over with a professional");
    case KARNE_DUE_COMING:
      /* Translators: how something that prevention asks for stands. */
      return C_ ("prevention", "Coming");
    case KARNE_DUE_UNKNOWN_DATES:
      /* Translators: how something that prevention asks for stands: there is no new campaign yet.
       */
      return C_ ("prevention", "Dates of the campaign not known");
    case KARNE_DUE_DONE:
      /* Translators: how something that prevention asks for stands. */
      return C_ ("prevention", "Done");
    default:
      return "";
    }
}

/**
 * karne_rule_kind_to_words:
 * @kind: a sort of thing
 *
 * Says what sort of thing a rule is about.
 *
 * Returns: the words
 */
const char *
karne_rule_kind_to_words (KarneRuleKind kind)
{
  switch (kind)
    {
    case KARNE_RULE_VACCINATION:
      /* Translators: a sort of prevention; here and in what follows. */
      return C_ ("prevention", "Vaccination");
    case KARNE_RULE_SCREENING:
      return C_ ("prevention", "Screening");
    case KARNE_RULE_PREGNANCY:
      return C_ ("prevention", "Pregnancy");
    case KARNE_RULE_CHILD:
      return C_ ("prevention", "Examinations of the child");
    case KARNE_RULE_CHECKUP:
      return C_ ("prevention", "Prevention check-up");
    case KARNE_RULE_CHRONIC:
      return C_ ("prevention", "Long illness");
    default:
      return "";
    }
}

/**
 * karne_rule_level_to_words:
 * @level: a level
 *
 * Says how strongly a rule asks for something.
 *
 * Returns: the words
 */
const char *
karne_rule_level_to_words (KarneRuleLevel level)
{
  switch (level)
    {
    case KARNE_RULE_OBLIGATORY:
      return C_ ("prevention", "Obligatory");
    case KARNE_RULE_RECOMMENDED:
      return C_ ("prevention", "Recommended");
    case KARNE_RULE_PROPOSED:
      return C_ ("prevention", "Proposed");
    case KARNE_RULE_TARGETED:
      return C_ ("prevention", "Recommended with a risk factor");
    case KARNE_RULE_RIGHT:
      /* Translators: something that a person is entitled to, as having all care paid. */
      return C_ ("prevention", "A right");
    default:
      return "";
    }
}

/**
 * karne_own_act_to_words:
 * @own: what the person says of something due
 *
 * Says it in a few words.
 *
 * Returns: (nullable): the words; `NULL` where the person said nothing
 */
const char *
karne_own_act_to_words (KarneOwnAct own)
{
  switch (own)
    {
    case KARNE_OWN_DONE:
      /* Translators: what the person says of a reminder. */
      return C_ ("own act", "Told as done");
    case KARNE_OWN_PLANNED:
      /* Translators: what the person says of a reminder. */
      return C_ ("own act", "Planned");
    case KARNE_OWN_NOT_NOW:
      /* Translators: what the person says of a reminder. */
      return C_ ("own act", "Put off");
    case KARNE_OWN_STOP:
      /* Translators: what the person says of a reminder. */
      return C_ ("own act", "Not to be proposed any more");
    case KARNE_OWN_NONE:
    default:
      return NULL;
    }
}
