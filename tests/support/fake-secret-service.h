/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A Secret Service in a thread of its own, as much of it as a program that keeps and finds a secret
 * needs, on the session bus. It speaks the plain way only, as the real ones may. */
typedef struct _FakeSecretService FakeSecretService;

typedef enum
{
  FAKE_SECRETS_WORK,
  FAKE_SECRETS_REFUSE, /* everything fails */
  FAKE_SECRETS_LOCKED, /* items are found, locked, and are not unlocked */
} FakeSecretsMood;

FakeSecretService *fake_secret_service_new (GTestDBus *bus);
void fake_secret_service_free (FakeSecretService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeSecretService, fake_secret_service_free)

void fake_secret_service_set_mood (FakeSecretService *self, FakeSecretsMood mood);
guint fake_secret_service_count (FakeSecretService *self);
/* Of its only item: NULL for an attribute or a label that it has not. */
char *fake_secret_service_dup_attribute (FakeSecretService *self, const char *name);
char *fake_secret_service_dup_label (FakeSecretService *self);
char *fake_secret_service_dup_secret (FakeSecretService *self);
void fake_secret_service_set_secret (FakeSecretService *self, const char *secret);

G_END_DECLS
