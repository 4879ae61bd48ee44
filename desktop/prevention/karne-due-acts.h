/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "karne-session.h"

G_BEGIN_DECLS

#define KARNE_TYPE_DUE_ACTS (karne_due_acts_get_type ())
G_DECLARE_FINAL_TYPE (KarneDueActs, karne_due_acts, KARNE, DUE_ACTS, AdwBin)

/* (transfer floating) What the person can say of an entry that a rule asks for. */
GtkWidget *karne_due_acts_new (KarneSession *session, KarneDueEntry *entry);

G_END_DECLS
