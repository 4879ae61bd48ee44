/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-agreement-private.h"

/* The consent itself is written in the record, whatever else is. */
#define CONSENT " patient/Consent.cu"
/* Whoever looks is told of, even where nothing else is written. */
#define AUDIT_EVENT " patient/AuditEvent.c"
#define LOOK "rs"
#define WRITE "cruds"

/**
 * KarneAgreement:
 *
 * What a person agreed to before somebody else sees anything of its record: who, in which role, for
 * what and for how long. It is over when its time is, or when it is taken back.
 *
 * How it is written down stands in karne-agreement-consent.c: helper and structure are named in the
 * record of the person, and in no other file.
 */
G_DEFINE_FINAL_TYPE (KarneAgreement, karne_agreement, G_TYPE_OBJECT)

typedef enum
{
  PROP_MINUTES_LEFT = 1,
  PROP_CONFIRMED,
  N_PROPS
} KarneAgreementProperty;

static GParamSpec *properties[N_PROPS];

static guint
count_minutes (KarneAgreement *self)
{
  gint64 left = self->until - karne_clock_get_monotonic (self->clock);
  const gint64 minute = 60 * (gint64) G_USEC_PER_SEC;

  return self->until == 0 || left <= 0 ? 0 : (guint) ((left + minute - 1) / minute);
}

static void follow_time (KarneAgreement *self);

static gboolean
minute_over_cb (gpointer data)
{
  KarneAgreement *self = data;

  self->timeout = 0;
  follow_time (self);
  return G_SOURCE_REMOVE;
}

/* Wakes at each minute that is over, and at the end. */
static void
follow_time (KarneAgreement *self)
{
  const gint64 minute = 60 * (gint64) G_USEC_PER_SEC;
  guint left = count_minutes (self);
  gboolean changed = left != self->minutes_left;
  gint64 delay = 0;

  if (self->timeout != 0)
    karne_clock_remove (self->clock, self->timeout);
  self->timeout = 0;
  self->minutes_left = left;
  if (left > 0)
    {
      delay = self->until - karne_clock_get_monotonic (self->clock) - (left - 1) * minute;
      self->timeout =
          karne_clock_add_timeout (self->clock, MAX (delay, 1), minute_over_cb, self, NULL);
    }
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MINUTES_LEFT]);
}

void
karne_agreement_begin (KarneAgreement *self, guint minutes)
{
  g_return_if_fail (KARNE_IS_AGREEMENT (self) && minutes > 0);

  self->until = karne_clock_get_monotonic (self->clock) + (gint64) minutes * 60 * G_USEC_PER_SEC;
  follow_time (self);
}

void
karne_agreement_end (KarneAgreement *self)
{
  g_return_if_fail (KARNE_IS_AGREEMENT (self));

  self->until = 0;
  follow_time (self);
}

void
karne_agreement_set_confirmed (KarneAgreement *self, gboolean confirmed)
{
  if (self->confirmed == confirmed)
    return;
  self->confirmed = confirmed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFIRMED]);
}

/* The object */

static void
karne_agreement_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneAgreement *self = KARNE_AGREEMENT (object);

  switch ((KarneAgreementProperty) prop_id)
    {
    case PROP_MINUTES_LEFT:
      g_value_set_uint (value, self->minutes_left);
      break;
    case PROP_CONFIRMED:
      g_value_set_boolean (value, self->confirmed);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_agreement_dispose (GObject *object)
{
  KarneAgreement *self = KARNE_AGREEMENT (object);

  if (self->timeout != 0)
    karne_clock_remove (self->clock, self->timeout);
  self->timeout = 0;
  g_clear_object (&self->view);
  g_clear_object (&self->matrix);

  G_OBJECT_CLASS (karne_agreement_parent_class)->dispose (object);
}

static void
karne_agreement_finalize (GObject *object)
{
  KarneAgreement *self = KARNE_AGREEMENT (object);

  g_clear_object (&self->clock);
  g_free (self->role);
  g_free (self->helper);
  g_free (self->structure);
  g_strfreev (self->masked);
  g_free (self->scopes);
  g_free (self->consent);

  G_OBJECT_CLASS (karne_agreement_parent_class)->finalize (object);
}

static void
karne_agreement_class_init (KarneAgreementClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_agreement_get_property;
  object_class->dispose = karne_agreement_dispose;
  object_class->finalize = karne_agreement_finalize;

  properties[PROP_MINUTES_LEFT] =
      g_param_spec_uint ("minutes-left", NULL, NULL, 0, G_MAXUINT, 0, shown);
  properties[PROP_CONFIRMED] = g_param_spec_boolean ("confirmed", NULL, NULL, FALSE, shown);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_agreement_init (KarneAgreement *self)
{
}

static char *
dup_said (const char *text)
{
  char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (*stripped == '\0')
    g_clear_pointer (&stripped, g_free);
  return stripped;
}

/* Of what the person keeps back the server is not asked for anything: then what the role sees is
 * named, kind by kind, and else all of it. Whose record it is has to be known. */
static char *
make_scopes (KarneAgreement *self)
{
  const char *rights = self->may_write ? WRITE : LOOK;
  const char *const *kinds = karne_kinds_get_names ();
  g_autoptr (GString) scopes = g_string_new ("launch/patient");

  if (self->masked == NULL)
    g_string_append_printf (scopes, " patient/*.%s", rights);
  for (guint i = 0; self->masked != NULL && kinds[i] != NULL; i++)
    if (g_str_equal (kinds[i], "Patient") ||
        karne_habilitation_get_most (self->matrix, self->role, kinds[i]) != KARNE_ACCESS_MASKED)
      g_string_append_printf (scopes, " patient/%s.%s", kinds[i], rights);
  if (self->masked != NULL &&
      !g_strv_contains ((const char *const *) self->masked, "DocumentReference"))
    g_string_append_printf (scopes, " patient/Binary.%s", rights);
  if (self->masked != NULL || !self->may_write)
    g_string_append (scopes, CONSENT);
  if (self->tells && (self->masked != NULL || !self->may_write))
    g_string_append (scopes, AUDIT_EVENT);
  g_string_append (scopes, " offline_access");
  return g_string_free (g_steal_pointer (&scopes), FALSE);
}

KarneAgreement *
karne_agreement_new (KarneClock *clock, KarneHabilitation *matrix, const KarneAgreementTerms *terms)
{
  KarneAgreement *self;

  g_return_val_if_fail (KARNE_IS_CLOCK (clock) && KARNE_IS_HABILITATION (matrix), NULL);
  g_return_val_if_fail (terms != NULL && terms->role != NULL, NULL);

  self = g_object_new (KARNE_TYPE_AGREEMENT, NULL);
  self->clock = g_object_ref (clock);
  self->matrix = karne_habilitation_narrow (matrix, terms->role, terms->masked);
  self->role = g_strdup (terms->role);
  if (terms->masked != NULL && terms->masked[0] != NULL)
    self->masked = g_strdupv ((char **) terms->masked);
  self->helper = dup_said (terms->helper);
  self->structure = dup_said (terms->structure);
  self->may_write = terms->may_write;
  self->tells = terms->tells;
  self->scopes = make_scopes (self);
  return self;
}

KarneHabilitation *
karne_agreement_get_matrix (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), NULL);

  return self->matrix;
}

const char *const *
karne_agreement_get_masked (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), NULL);

  return (const char *const *) self->masked;
}

const char *
karne_agreement_get_role (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), NULL);

  return self->role;
}

const char *
karne_agreement_get_helper (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), NULL);

  return self->helper;
}

const char *
karne_agreement_get_structure (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), NULL);

  return self->structure;
}

gboolean
karne_agreement_may_write (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), FALSE);

  return self->may_write;
}

gboolean
karne_agreement_get_tells (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), FALSE);

  return self->tells;
}

const char *
karne_agreement_get_scopes (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), NULL);

  return self->scopes;
}

guint
karne_agreement_get_minutes_left (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), 0);

  return self->minutes_left;
}

char *
karne_agreement_dup_until (KarneAgreement *self)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) then = NULL;

  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), NULL);

  now = g_date_time_new_now_local ();
  then = g_date_time_add (now, MAX (self->until - karne_clock_get_monotonic (self->clock), 0));
  return g_date_time_format (then, "%H:%M");
}

gboolean
karne_agreement_is_confirmed (KarneAgreement *self)
{
  g_return_val_if_fail (KARNE_IS_AGREEMENT (self), FALSE);

  return self->confirmed;
}
