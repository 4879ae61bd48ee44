/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "prevention/karne-civil-date-private.h"
#include "prevention/karne-prevention.h"

G_BEGIN_DECLS

/* The rules as they are worked with: names became numbers. */

/* Things are bits: a record is searched once, whatever the number of rules. */
#define KARNE_MAX_THINGS 128
/* Conditions are bits of a guint64, likewise. */
#define KARNE_MAX_CONDITIONS 64
/* What is nothing: no thing, no rule, no campaign. */
#define KARNE_NO_INDEX (-1)

typedef struct
{
  guint64 words[KARNE_MAX_THINGS / 64];
} KarneThings;

/* Where in a life, or in a pregnancy, something begins or ends. */
typedef enum
{
  KARNE_ANCHOR_NONE,      /* nothing was said */
  KARNE_ANCHOR_AGE,       /* since the person was born */
  KARNE_ANCHOR_PREGNANCY, /* since the first day of the last period */
  KARNE_ANCHOR_MONTH,     /* since the beginning of the pregnancy, two weeks later */
  KARNE_ANCHOR_BIRTH,     /* since the birth that ends a pregnancy, or the expected one */
} KarneAnchor;

typedef struct
{
  KarneAnchor anchor;
  KarneCalendarSpan span;
} KarneMoment;

typedef enum
{
  KARNE_PREGNANT_ANY,
  KARNE_PREGNANT_YES,
  KARNE_PREGNANT_NO,
  KARNE_PREGNANT_BORN, /* after a birth */
} KarnePregnant;

/* One way of being among those whom a rule is for. What was not said does not limit. */
typedef struct
{
  KarneMoment from;
  KarneMoment before;
  KarneMoment begun_before; /* once a dose counts */
  KarneDay born_since;
  KarneDay born_before;
  KarneDay valid_from;
  KarneDay valid_until;
  KarneSex sex;                     /* KARNE_SEX_UNKNOWN: any */
  guint territories;                /* bits of KarneTerritory; 0: any */
  guint64 conditions;               /* one of them; 0: none is needed */
  guint64 without;                  /* none of them */
  int without_thing;                /* not done… */
  KarneCalendarSpan without_before; /* …before this age */
  KarnePregnant pregnant;
  gboolean stays; /* after a birth, too */
} KarneRuleWho;

/* A dose, or a window. */
typedef struct
{
  int line;
  KarneMoment from;
  KarneMoment before;       /* the first day that is too late */
  KarneMoment possible;     /* a dose: may be given from here on already */
  KarneMoment open_before;  /* a window: is still asked for until here */
  KarneCalendarSpan after;  /* since the dose before */
  KarneCalendarSpan within; /* likewise, at most */
  KarneCalendarSpan sooner; /* `after` with one of these conditions */
  guint64 sooner_conditions;
  KarneCalendarSpan
      only_if_before; /* asked for only where the dose before was given before this age */
} KarneRuleStep;

typedef struct
{
  KarneCalendarSpan none_before; /* for who had no dose before this age */
  GArray *doses;                 /* (owned) of KarneRuleStep */
} KarneRuleSeries;

typedef struct
{
  int thing;
  gboolean in_window; /* counts only where its date is in the window */
  gboolean perhaps;   /* may be it, and may not */
  KarneCalendarSpan holds;
  KarneCalendarSpan first_holds;
} KarneRuleDone;

typedef enum
{
  KARNE_SCHEDULE_SERIES,
  KARNE_SCHEDULE_WINDOWS,
  KARNE_SCHEDULE_REPEAT,
  KARNE_SCHEDULE_CAMPAIGN,
} KarneSchedule;

typedef struct
{
  char *id;      /* (owned) */
  char *name;    /* (owned) */
  char *date;    /* (owned) */
  char *address; /* (owned) */
} KarneRuleSource;

typedef struct
{
  int line;
  guint territories;
  KarneDay from;
  KarneDay until;
  gboolean unsure; /* `until` is only the day until which the dates count */
  KarneConfidence confidence;
} KarneCampaignDates;

typedef struct
{
  char *id;      /* (owned) */
  GArray *dates; /* (owned) of KarneCampaignDates, the earlier before the later */
} KarneCampaign;

typedef struct
{
  char *id; /* (owned) */
  char *file;
  int line;
  guint number; /* its place in the rules */
  KarneRuleKind kind;
  KarneRuleLevel level;
  KarneConfidence confidence;
  char *title; /* (owned) not translated */
  char *text;  /* (owned) not translated */
  int source;
  KarneDay valid_from;
  KarneDay valid_until;
  int follows;  /* a rule; what counted for it does not count here */
  GArray *whos; /* (owned) of KarneRuleWho; one at least */
  KarneSchedule schedule;
  GPtrArray *series; /* (owned) of KarneRuleSeries; the first one is for all others */
  GArray *windows;   /* (owned) of KarneRuleStep */
  gboolean doses_unsaid;
  int put_off_thing;            /* no window begins before… */
  KarneCalendarSpan put_off_by; /* …so long after it */
  KarneMoment repeat_from;
  int campaign;
  gboolean first_season;
  KarneMoment campaign_from; /* of a pregnancy */
  KarneMoment campaign_before;
  GArray *done;    /* (owned) of KarneRuleDone */
  GPtrArray *told; /* (owned) of GStrv: what servers call it */
  guint64 ask;     /* with one of these conditions nothing is worked out */
} KarneRule;

/* How something is found in a record. */
typedef enum
{
  KARNE_FOUND_VACCINE = 1 << 0,
  KARNE_FOUND_PROCEDURE = 1 << 1,
  KARNE_FOUND_OBSERVATION = 1 << 2,
  KARNE_FOUND_DOCUMENT = 1 << 3,
} KarneFoundIn;

typedef struct
{
  int thing;
  KarneFoundIn in;
  char *code;      /* (owned) (nullable) system|code */
  char **phrase;   /* (owned) (nullable) folded words, one after the other in the title */
  guint64 against; /* bits of diseases, all of them */
  gboolean without_code;
} KarneMatch;

typedef struct
{
  int condition;
  char *code;    /* (owned) (nullable) */
  char **phrase; /* (owned) (nullable) */
} KarneConditionMatch;

typedef struct
{
  GHashTable *is;          /* (owned) of system|code */
  GHashTable *last_period; /* (owned) likewise */
  GHashTable *expected;    /* (owned) likewise */
  GPtrArray *lost;         /* (owned) of GStrv: how titles begin */
  GPtrArray *born;         /* (owned) likewise */
  GPtrArray *followed;     /* (owned) likewise */
} KarnePregnancySigns;

struct _KarneRules
{
  GObject parent_instance;

  GHashTable *systems;                /* (owned) id -> url */
  GHashTable *diseases;               /* (owned) system|code -> number + 1 */
  GPtrArray *disease_ids;             /* (owned) of char * */
  GPtrArray *condition_ids;           /* (owned) likewise */
  GPtrArray *thing_ids;               /* (owned) likewise */
  GHashTable *names;                  /* (owned) "thing:…", "disease:…", … -> number + 1 */
  KarneThings also[KARNE_MAX_THINGS]; /* what else each thing is, itself included */
  GArray *matches;                    /* (owned) of KarneMatch */
  GArray *condition_matches;          /* (owned) of KarneConditionMatch */
  KarnePregnancySigns signs;
  GPtrArray *sources;   /* (owned) of KarneRuleSource */
  GPtrArray *campaigns; /* (owned) of KarneCampaign */
  GPtrArray *rules;     /* (owned) of KarneRule */
};

/* Of the kinds "thing", "disease", "condition", "campaign", "source", "rule": KARNE_NO_INDEX where
 * there is none of that name. */
int karne_rules_find (KarneRules *self, const char *kind, const char *name);
/* The thing that surely is what the rule asks for; KARNE_NO_INDEX where there is none. */
int karne_rule_get_proof (const KarneRule *self);
/* FALSE where there is one already. */
gboolean karne_rules_add_name (KarneRules *self, const char *kind, const char *name, int number);

/* KARNE_TERRITORY_UNKNOWN for any other name than those of the files. */
KarneTerritory karne_territory_from_name (const char *name);

/* (transfer full) The words of a title as they are looked for: small letters without accents. */
char **karne_rules_fold (const char *text);

static inline void
karne_things_add (KarneThings *self, int thing)
{
  self->words[thing / 64] |= G_GUINT64_CONSTANT (1) << (thing % 64);
}

static inline gboolean
karne_things_have (const KarneThings *self, int thing)
{
  return (self->words[thing / 64] >> (thing % 64)) & 1;
}

static inline gboolean
karne_span_is_set (KarneCalendarSpan span)
{
  return span.months != 0 || span.days != 0;
}

G_END_DECLS
