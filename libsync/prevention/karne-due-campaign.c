/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "prevention/karne-due-work-private.h"

/* Seasons. Their dates are data of each territory; past the last of them, they are not known. */

/* No campaign that is known was longer. */
#define LONGEST_SEASON_MONTHS 6

static gboolean
is_here (KarneWork *self, const KarneCampaignDates *dates)
{
  return (dates->territories & (1u << self->history->territory)) != 0;
}

/* The days of the rule, whatever the season: of a life, or of a pregnancy. */
static gboolean
find_days (KarneWork *self, KarneDay *from, KarneDay *to)
{
  KarneDay first, last;

  *from = self->spell.from;
  *to = self->spell.close;
  if (self->rule->campaign_from.anchor == KARNE_ANCHOR_NONE)
    return TRUE;
  if (!karne_work_find_first (self, &self->rule->campaign_from, &first) ||
      !karne_work_find_last (self, &self->rule->campaign_before, &last))
    return FALSE;
  *from = MAX (*from, first);
  *to = MIN (*to, last);
  return TRUE;
}

static const KarneCandidate *
find_since (KarneWork *self, KarneDay since)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KarneCandidate *candidate = &g_array_index (self->candidates, KarneCandidate, i);

      if (candidate->act->dated && candidate->act->when.last >= since)
        return candidate;
    }
  return NULL;
}

static void
add_last (KarneWork *self)
{
  const KarneCandidate *last =
      self->candidates->len > 0
          ? &g_array_index (self->candidates, KarneCandidate, self->candidates->len - 1)
          : NULL;

  if (last != NULL && last->act->dated)
    karne_work_add_act (self, KARNE_DUE_FACT_LAST, last);
}

/* An infant whose first season it is was born in it, or after the one before. */
static gboolean
is_first_season (KarneWork *self, const KarneCampaignDates *dates)
{
  const KarneDays *born = &self->history->born;

  return born->first <= dates->until && born->last > karne_day_add_months (dates->until, -12);
}

static gboolean
set_done (KarneWork *self, const KarneCandidate *done)
{
  karne_work_add_act (self, KARNE_DUE_FACT_COUNTED, done);
  return karne_work_set_done (self, KARNE_DAY_NONE, KARNE_DAY_NONE);
}

/* A season that is, or that comes. */
static gboolean
set_season (KarneWork *self, const KarneCampaignDates *dates, KarneDay from, KarneDay to)
{
  const KarneCandidate *done = find_since (self, dates->from);

  if (dates->confidence == KARNE_CONFIDENCE_MEDIUM)
    self->result.flags |= KARNE_DUE_UNCONFIRMED;
  if (done != NULL)
    return set_done (self, done);
  add_last (self);
  if (self->on < from)
    return karne_work_set_coming (self, from, to);
  self->result.state = KARNE_DUE_NOW;
  self->result.from = from;
  self->result.to = to;
  return TRUE;
}

/* One of the last months was for the season that is, or that has just been, whenever that began. */
static gboolean
set_unknown (KarneWork *self)
{
  const KarneCandidate *done =
      find_since (self, karne_day_add_months (self->on, -LONGEST_SEASON_MONTHS));

  if (done != NULL)
    {
      self->result.flags |= KARNE_DUE_UNCONFIRMED;
      return set_done (self, done);
    }
  add_last (self);
  self->result.state = KARNE_DUE_UNKNOWN_DATES;
  self->result.from = self->result.to = KARNE_DAY_NONE;
  return TRUE;
}

/* Of a whole, what was done in the days of the rule stays. */
static gboolean
set_past (KarneWork *self, KarneDay from, KarneDay to)
{
  const KarneCandidate *done = self->whole != KARNE_WHOLE_NONE ? find_since (self, from) : NULL;

  if (done == NULL || done->act->when.first > to)
    return FALSE;
  karne_work_add_act (self, KARNE_DUE_FACT_COUNTED, done);
  return karne_work_set_done (self, from, to);
}

gboolean
karne_work_campaign (KarneWork *self)
{
  const KarneCampaign *campaign = self->rules->campaigns->pdata[self->rule->campaign];
  gboolean is_over = FALSE;
  KarneDay from, to;

  if (!find_days (self, &from, &to))
    return FALSE;
  /* One protection for the first season; nobody asks for it again. */
  if (self->rule->first_season && find_since (self, KARNE_DAY_NONE) != NULL)
    return set_done (self, find_since (self, KARNE_DAY_NONE));
  if (self->on > to)
    return set_past (self, from, to);
  for (guint i = 0; i < campaign->dates->len; i++)
    {
      const KarneCampaignDates *dates = &g_array_index (campaign->dates, KarneCampaignDates, i);
      gboolean is_first = self->rule->first_season && is_first_season (self, dates);
      KarneDay start = MAX (dates->from, from);
      KarneDay end = dates->unsure ? to : MIN (dates->until, to);

      if (!is_here (self, dates) || (self->rule->first_season && !is_first))
        continue;
      is_over = is_over || is_first;
      if (self->on <= dates->until && start <= MIN (end, dates->until))
        return set_season (self, dates, start, dates->unsure ? KARNE_DAY_NEVER : end);
    }
  if (is_over || self->on < self->spell.from)
    return FALSE;
  return set_unknown (self);
}
