/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-profile.h"

#include <stdio.h>

#define AGE_OF_MAJORITY 18

/**
 * KarneProfile:
 *
 * One person whose record can be shown, as the sidebar names them.
 *
 * The record itself is open only once somebody asked for it: then there is a session.
 */
struct _KarneProfile
{
  GObject parent_instance;

  char *patient;             /* (owned) (nullable) id of the Patient at the source */
  char *name;                /* (owned) (nullable) */
  char *birth_date;          /* (owned) (nullable) as sent */
  KarneSession *session;     /* (owned) (nullable) */
  KarneAgreement *agreement; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KarneProfile, karne_profile, G_TYPE_OBJECT)

typedef enum
{
  PROP_PATIENT = 1,
  PROP_NAME,
  PROP_BIRTH_DATE,
  PROP_SESSION,
  N_PROPS
} KarneProfileProperty;

static GParamSpec *properties[N_PROPS];

static void
karne_profile_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  KarneProfile *self = KARNE_PROFILE (object);

  switch ((KarneProfileProperty) prop_id)
    {
    case PROP_PATIENT:
      g_value_set_string (value, self->patient);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_BIRTH_DATE:
      g_value_set_string (value, self->birth_date);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_profile_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KarneProfile *self = KARNE_PROFILE (object);

  switch ((KarneProfileProperty) prop_id)
    {
    case PROP_PATIENT:
      self->patient = g_value_dup_string (value);
      break;
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    case PROP_BIRTH_DATE:
      self->birth_date = g_value_dup_string (value);
      break;
    case PROP_SESSION:
      karne_profile_set_session (self, g_value_get_object (value));
      break;
    case N_PROPS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
karne_profile_dispose (GObject *object)
{
  KarneProfile *self = KARNE_PROFILE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->agreement);

  G_OBJECT_CLASS (karne_profile_parent_class)->dispose (object);
}

static void
karne_profile_finalize (GObject *object)
{
  KarneProfile *self = KARNE_PROFILE (object);

  g_clear_pointer (&self->patient, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->birth_date, g_free);

  G_OBJECT_CLASS (karne_profile_parent_class)->finalize (object);
}

static void
karne_profile_class_init (KarneProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags fixed = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = karne_profile_get_property;
  object_class->set_property = karne_profile_set_property;
  object_class->dispose = karne_profile_dispose;
  object_class->finalize = karne_profile_finalize;

  properties[PROP_PATIENT] = g_param_spec_string ("patient", NULL, NULL, NULL, fixed);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, fixed);
  properties[PROP_BIRTH_DATE] = g_param_spec_string ("birth-date", NULL, NULL, NULL, fixed);
  properties[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, KARNE_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
karne_profile_init (KarneProfile *self)
{
}

KarneProfile *
karne_profile_new (const char *patient, const char *name, const char *birth_date)
{
  return g_object_new (KARNE_TYPE_PROFILE, "patient", patient, "name", name, "birth-date",
                       birth_date, NULL);
}

const char *
karne_profile_get_patient (KarneProfile *self)
{
  g_return_val_if_fail (KARNE_IS_PROFILE (self), NULL);

  return self->patient;
}

const char *
karne_profile_get_name (KarneProfile *self)
{
  g_return_val_if_fail (KARNE_IS_PROFILE (self), NULL);

  return self->name;
}

/* A birth date that says less than a day is taken for the last day that it may mean: whoever may
 * still be a minor is treated as one, which shows less. */
const char *
karne_profile_get_birth_date (KarneProfile *self)
{
  g_return_val_if_fail (KARNE_IS_PROFILE (self), NULL);

  return self->birth_date;
}

gboolean
karne_profile_is_minor (KarneProfile *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int year = 0, month = 12, day = 31;

  g_return_val_if_fail (KARNE_IS_PROFILE (self), FALSE);

  if (self->birth_date == NULL || sscanf (self->birth_date, "%d-%d-%d", &year, &month, &day) < 1)
    return FALSE;
  year += AGE_OF_MAJORITY;
  if (year != g_date_time_get_year (now))
    return year > g_date_time_get_year (now);
  if (month != g_date_time_get_month (now))
    return month > g_date_time_get_month (now);
  return day > g_date_time_get_day_of_month (now);
}

KarneSession *
karne_profile_get_session (KarneProfile *self)
{
  g_return_val_if_fail (KARNE_IS_PROFILE (self), NULL);

  return self->session;
}

void
karne_profile_set_session (KarneProfile *self, KarneSession *session)
{
  g_return_if_fail (KARNE_IS_PROFILE (self));

  if (g_set_object (&self->session, session))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

KarneAgreement *
karne_profile_get_agreement (KarneProfile *self)
{
  g_return_val_if_fail (KARNE_IS_PROFILE (self), NULL);

  return self->agreement;
}

void
karne_profile_set_agreement (KarneProfile *self, KarneAgreement *agreement)
{
  g_return_if_fail (KARNE_IS_PROFILE (self));

  g_set_object (&self->agreement, agreement);
}
