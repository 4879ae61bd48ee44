/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-reminder-lists.h"

typedef struct
{
  KarneReminderGroup group;
  const char *kind;
  const char *status;       /* (nullable) */
  const char *other_status; /* (nullable) */
  const char *category;     /* (nullable) */
} Asked;

/* A Communication may be a message of any sort: only these are about prevention. */
#define MESSAGES(group, status, other)                                                             \
  { group, "Communication", status, other, "EXAMEN_RECOMMANDE" },                                  \
      { group, "Communication", status, other, "RAPPEL_RDV_PREV_VACC" },                           \
      { group, "Communication", status, other, "RAPPEL_RDV_PREV_DEPIST" },                         \
  {                                                                                                \
    group, "Communication", status, other, "AJOUT_VACCINATION"                                     \
  }

#define TASK_DECLINED "rejected,cancelled,failed,entered-in-error"
#define REQUEST_DECLINED "revoked,entered-in-error"
#define MESSAGE_DECLINED "not-done,stopped,entered-in-error"

static const Asked asked[] = {
  { KARNE_REMINDER_TO_DO, "Task", NULL, "completed," TASK_DECLINED, NULL },
  { KARNE_REMINDER_TO_DO, "CommunicationRequest", NULL, "completed," REQUEST_DECLINED, NULL },
  MESSAGES (KARNE_REMINDER_TO_DO, NULL, "completed," MESSAGE_DECLINED),

  { KARNE_REMINDER_DONE, "Task", "completed", NULL, NULL },
  { KARNE_REMINDER_DONE, "CommunicationRequest", "completed", NULL, NULL },
  MESSAGES (KARNE_REMINDER_DONE, "completed", NULL),
  { KARNE_REMINDER_DONE, "Immunization", "completed", NULL, NULL },

  { KARNE_REMINDER_DECLINED, "Task", TASK_DECLINED, NULL, NULL },
  { KARNE_REMINDER_DECLINED, "Task", "completed", NULL, "NOT_DONE" },
  { KARNE_REMINDER_DECLINED, "Task", "completed", NULL, "non réalisé" },
  { KARNE_REMINDER_DECLINED, "Task", "completed", NULL, "Non réalisé" },
  { KARNE_REMINDER_DECLINED, "CommunicationRequest", REQUEST_DECLINED, NULL, NULL },
  MESSAGES (KARNE_REMINDER_DECLINED, MESSAGE_DECLINED, NULL),
  { KARNE_REMINDER_DECLINED, "Immunization", NULL, "completed", NULL },
};

/* What is to be done is asked for with the oldest first: among these is what is overdue. */
GPtrArray *
karne_reminder_lists_new (KarneView *view, KarneReminderGroup group, guint window)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    if (asked[i].group == group)
      g_ptr_array_add (lists,
                       g_object_new (KARNE_TYPE_LIST, "view", view, "kind", asked[i].kind, "status",
                                     asked[i].status, "other-status", asked[i].other_status,
                                     "category", asked[i].category, "ascending",
                                     group == KARNE_REMINDER_TO_DO, "page-size", window, NULL));
  return lists;
}
