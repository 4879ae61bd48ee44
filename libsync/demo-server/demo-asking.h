/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A question that waits for somebody to say yes or no on a page: of a program that shows a code
 * (RFC 8628), or of one that sent a browser (RFC 6749, 4.1). */
typedef enum
{
  DEMO_ASKING_OPEN,
  DEMO_ASKING_APPROVED,
  DEMO_ASKING_REFUSED,
  DEMO_ASKING_USED,
} DemoAskingState;

typedef struct
{
  DemoAskingState state;
  char *ticket; /* (owned) what the page sends back: nobody else can guess it */
  char *client; /* (owned) */
  char *scope;  /* (owned) */
  char *person; /* (owned) (nullable) once approved */
  char *issued; /* (owned) (nullable) the access token that came of it */
  gint64 until_s;

  /* A device */
  char *device_code; /* (owned) (nullable) */
  char *user_code;   /* (owned) (nullable) as shown */
  guint interval_s;
  gint64 polled_s; /* 0: never */

  /* A browser */
  char *redirect_uri; /* (owned) (nullable) */
  char *answer_state; /* (owned) (nullable) */
  char *challenge;    /* (owned) (nullable) */
  char *code;         /* (owned) (nullable) once approved */
} DemoAsking;

typedef struct _DemoAskings DemoAskings;

DemoAskings *demo_askings_new (void);
void demo_askings_free (DemoAskings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoAskings, demo_askings_free)

DemoAsking *
demo_askings_add (DemoAskings *self, const char *client, const char *scope, guint life_s);
/* Gives it what a device shows. */
void demo_asking_make_device (DemoAsking *asking, guint interval_s);

/* NULL where there is none. Those that nobody answered in time are found all the same. */
DemoAsking *demo_askings_find_ticket (DemoAskings *self, const char *ticket);
DemoAsking *demo_askings_find_device (DemoAskings *self, const char *device_code);
DemoAsking *demo_askings_find_code (DemoAskings *self, const char *code);
/* As somebody typed it: in small letters, without the dash, with spaces. */
DemoAsking *demo_askings_find_user (DemoAskings *self, const char *user_code);

gboolean demo_asking_is_over (const DemoAsking *asking);
/* What a device that asks is told: an error of RFC 8628, or NULL when the tokens are due. */
const char *demo_asking_poll (DemoAsking *asking, const char *client);
/* RFC 7636, S256 only. */
gboolean demo_asking_check_verifier (const DemoAsking *asking, const char *verifier);

G_END_DECLS
