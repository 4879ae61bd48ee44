/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-pages.h"

#include "karne-access-log-page.h"
#include "karne-agenda-page.h"
#include "karne-documents-page.h"
#include "karne-first-copy-page.h"
#include "karne-home-page.h"
#include "karne-measures-page.h"
#include "karne-prevention-page.h"
#include "karne-waiting-page.h"

#include <glib/gi18n.h>

/* Translators: a heading of the sidebar, over the pages about health itself. */
#define HEALTH N_ ("Health")
/* Translators: a heading of the sidebar, over what goes to the server and comes from it. */
#define EXCHANGES N_ ("Exchanges")
/* Translators: a heading of the sidebar, over who may see the record and who did. */
#define RIGHTS N_ ("Rights")

static const KarnePageInfo pages[] = {
  /* Translators: the first page of a record, with what is to be done. */
  { KARNE_PAGE_HOME, HEALTH, N_ ("Home"), "karne-home-symbolic", karne_home_page_get_type },
  { "prevention", HEALTH, N_ ("Prevention"), "karne-prevention-symbolic",
    karne_prevention_page_get_type, "Task" },
  { "agenda", HEALTH, N_ ("Agenda"), "karne-agenda-symbolic", karne_agenda_page_get_type,
    "Appointment" },
  { "documents", HEALTH, N_ ("Documents"), "karne-documents-symbolic",
    karne_documents_page_get_type, "DocumentReference" },
  { "measures", HEALTH, N_ ("Measures"), "karne-measures-symbolic", karne_measures_page_get_type,
    "Observation" },
  /* Translators: what waits to be sent, and what was set aside. */
  { KARNE_PAGE_WAITING, EXCHANGES, N_ ("Waiting"), "karne-waiting-symbolic",
    karne_waiting_page_get_type },
  /* Translators: who looked at the record. */
  { "access-log", RIGHTS, N_ ("Access to the record"), "karne-access-symbolic",
    karne_access_log_page_get_type, "AuditEvent" },
  { KARNE_PAGE_FIRST_COPY, NULL, N_ ("First copy"), NULL, karne_first_copy_page_get_type },
  { NULL },
};

const KarnePageInfo *
karne_pages_get_all (void)
{
  return pages;
}

const char *
karne_pages_get_kind (const char *nick)
{
  for (const KarnePageInfo *info = pages; info->nick != NULL; info++)
    if (g_strcmp0 (info->nick, nick) == 0)
      return info->kind;
  return NULL;
}
