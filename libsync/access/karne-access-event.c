/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "access/karne-access-event-private.h"

#include <sodium.h>
#include <string.h>

#include "fhir/karne-json-private.h"
#include "fhir/karne-kind-private.h"
#include "write/karne-draft-private.h"

/* What a server is told of a row of the access log: an AuditEvent of FHIR R4
 * (https://hl7.org/fhir/R4/auditevent.html).
 *
 * Codes and entities are those of IHE BALP (https://profiles.ihe.net/ITI/BALP/), as far as they fit
 * what was done on a computer and not by a request: it is not said to be of one of its profiles,
 * which want the network addresses of a client and of a server. The French “Traces d'événements”
 * (https://interop.esante.gouv.fr/ig/fhir/tde/) asks for a period, one subtype, two agents at most,
 * each with `who`, and an observer: that is kept.
 *
 * What is left out: the words that were searched for and the titles of what was printed, which say
 * more of an illness than that somebody searched; titles of resources, which the server has; and
 * the name of this computer. */

#define DCM "http://dicom.nema.org/resources/ontology/DCM"
#define REST "http://hl7.org/fhir/restful-interaction"
#define LIFECYCLE "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
#define EVENT_TYPE "http://terminology.hl7.org/CodeSystem/audit-event-type"
#define ENTITY_TYPE "http://terminology.hl7.org/CodeSystem/audit-entity-type"
#define ENTITY_ROLE "http://terminology.hl7.org/CodeSystem/object-role"
#define PARTICIPATION "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
#define ROLE_CLASS "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
#define OUR_ROLE "urn:re.karne:role"

#define ID_SIZE 16

typedef struct
{
  const char *system; /* (nullable) NULL: there is no such coding */
  const char *code;
  const char *display;
} Coding;

typedef struct
{
  Coding type;
  Coding subtype;
  const char *action; /* create, read, update, delete, execute */
  Coding part;        /* what whoever acts is in it */
} Form;

#define RESTFUL                                                                                    \
  {                                                                                                \
    EVENT_TYPE, "rest", "RESTful Operation"                                                        \
  }
#define RECIPIENT                                                                                  \
  {                                                                                                \
    PARTICIPATION, "IRCP", "information recipient"                                                 \
  }
#define AUTHOR                                                                                     \
  {                                                                                                \
    PARTICIPATION, "AUT", "author (originator)"                                                    \
  }
#define LOGIN                                                                                      \
  {                                                                                                \
    { DCM, "110114", "User Authentication" }, { DCM, "110122", "Login" }, "E", { NULL }            \
  }
#define WRITING(code, action)                                                                      \
  {                                                                                                \
    RESTFUL, { REST, code, code }, action, AUTHOR                                                  \
  }

/* A print is an export, too: DICOM PS3.15 A.5.3.4 names paper first. What was taken back or decided
 * here changed what is here. */
static const Form forms[] = {
  [KARNE_ACCESS_ACT_OTHER] = { { DCM, "110100", "Application Activity" }, { NULL }, "E", { NULL } },
  [KARNE_ACCESS_ACT_LOOK] = { RESTFUL, { REST, "read", "read" }, "R", RECIPIENT },
  [KARNE_ACCESS_ACT_SEARCH] = { RESTFUL, { REST, "search-type", "search-type" }, "E", RECIPIENT },
  [KARNE_ACCESS_ACT_EXPORT] = { { DCM, "110106", "Export" },
                                { LIFECYCLE, "disclose", "Disclose Record Lifecycle Event" },
                                "R",
                                RECIPIENT },
  [KARNE_ACCESS_ACT_PRINT] = { { DCM, "110106", "Export" },
                               { LIFECYCLE, "report", "Output/Report Record Lifecycle Event" },
                               "R",
                               RECIPIENT },
  [KARNE_ACCESS_ACT_ADD] = WRITING ("create", "C"),
  [KARNE_ACCESS_ACT_CHANGE] = WRITING ("update", "U"),
  [KARNE_ACCESS_ACT_DELETE] = WRITING ("delete", "D"),
  [KARNE_ACCESS_ACT_UNDO] = WRITING ("update", "U"),
  [KARNE_ACCESS_ACT_DECIDE] = WRITING ("update", "U"),
  [KARNE_ACCESS_ACT_UNLOCK] = LOGIN,
  [KARNE_ACCESS_ACT_SIGN_IN] = LOGIN,
};

/* A search over all kinds is one of the system. */
static const Coding search_of_all = { REST, "search-system", "search-system" };

/* The id */

/* With a secret, since a row may be guessed at: whoever has the id of a search, and could make it,
 * could try words until one fits. A UUID of the form that anybody may define (RFC 9562, 5.8). */
char *
karne_access_event_make_id (const char *secret, const char *link)
{
  guint8 hash[ID_SIZE];
  char hex[ID_SIZE * 2 + 1];

  if (link == NULL || *link == '\0')
    return NULL;
  crypto_generichash (hash, sizeof hash, (const guint8 *) link, strlen (link),
                      (const guint8 *) secret,
                      MIN (strlen (secret), crypto_generichash_KEYBYTES_MAX));
  hash[6] = (hash[6] & 0x0f) | 0x80;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

/* Pieces */

/* (transfer full) */
static char *
make_coding (const Coding *coding)
{
  KarneWriter writer = { g_string_new ("{") };

  karne_writer_string (&writer, "system", coding->system);
  karne_writer_string (&writer, "code", coding->code);
  karne_writer_string (&writer, "display", coding->display);
  return karne_writer_end (&writer);
}

static void
write_coding (KarneWriter *writer, const char *name, const Coding *coding)
{
  g_autofree char *text = make_coding (coding);

  karne_writer_raw (writer, name, text);
}

/* FHIR has no strings without anything in them. */
static const char *
or_nothing (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

/* (transfer full) what: (nullable) JSON */
static char *
make_entity (const char *what, const Coding *type, const Coding *role)
{
  KarneWriter entity = { g_string_new ("{") };

  karne_writer_raw (&entity, "what", what);
  write_coding (&entity, "type", type);
  if (role != NULL)
    write_coding (&entity, "role", role);
  return karne_writer_end (&entity);
}

static char *
make_reference (const char *kind, const char *id)
{
  KarneWriter what = { g_string_new ("{") };
  g_autofree char *reference = g_strconcat (kind, "/", id, NULL);

  karne_writer_string (&what, "reference", reference);
  return karne_writer_end (&what);
}

/* By an identifier. kind: (nullable) */
static char *
make_logical_reference (const char *kind, const char *id)
{
  KarneWriter identifier = { g_string_new ("{") };
  KarneWriter what = { g_string_new ("{") };
  g_autofree char *value = g_strconcat ("urn:uuid:", id, NULL);
  g_autofree char *text = NULL;

  karne_writer_string (&identifier, "system", "urn:ietf:rfc:3986");
  karne_writer_string (&identifier, "value", value);
  text = karne_writer_end (&identifier);
  karne_writer_string (&what, "type", kind);
  karne_writer_raw (&what, "identifier", text);
  return karne_writer_end (&what);
}

/* Entities: the person, what was touched, and what tells a repeat from another. */

static char *
make_patient (const char *patient)
{
  g_autofree char *what = make_reference ("Patient", patient);

  return make_entity (what, &(Coding){ ENTITY_TYPE, "1", "Person" },
                      &(Coding){ ENTITY_ROLE, "1", "Patient" });
}

/* What the server does not know by that id may still carry it as an identifier, or will, since all
 * that is made here does: so it is named by that, and never by a reference to nothing. */
static char *
make_what (const KarneAccessRow *row, gboolean is_known)
{
  if (row->id == NULL || !karne_fhir_id_is_safe (row->id, strlen (row->id)))
    return NULL;
  return is_known || !g_uuid_string_is_valid (row->id)
             ? make_reference (row->kind, row->id)
             : make_logical_reference (row->kind, row->id);
}

/* (transfer full) (nullable) */
static char *
make_touched (const KarneAccessRow *row, const char *patient, gboolean is_known)
{
  gboolean is_search = row->act == KARNE_ACCESS_ACT_SEARCH;
  const Coding of_kind = { "http://hl7.org/fhir/resource-types", row->kind, NULL };
  const Coding of_system = { ENTITY_TYPE, "2", "System Object" };
  const Coding query = { ENTITY_ROLE, "24", "Query" };
  const Coding resource = { ENTITY_ROLE, "4", "Domain Resource" };
  gboolean has_kind = row->kind != NULL && karne_kind_find (row->kind) != NULL;
  g_autofree char *what = has_kind ? make_what (row, is_known) : NULL;

  if (has_kind && g_str_equal (row->kind, "Patient") && g_strcmp0 (row->id, patient) == 0)
    return NULL;
  if (!has_kind && !is_search)
    return NULL;
  return make_entity (what, what == NULL && has_kind ? &of_kind : &of_system,
                      is_search ? &query : &resource);
}

/* AuditEvent has no identifier of its own in R4: BALP puts that of a transaction into an entity. */
static char *
make_own_id (const char *id)
{
  g_autofree char *what = make_logical_reference (NULL, id);

  return make_entity (what,
                      &(Coding){ "https://profiles.ihe.net/ITI/BALP/CodeSystem/"
                                 "BasicAuditEntityType",
                                 "XrequestId", NULL },
                      NULL);
}

static void
write_entities (KarneWriter *writer,
                const KarneAccessRow *row,
                const char *id,
                const char *patient,
                gboolean is_known)
{
  g_autofree char *person = make_patient (patient);
  g_autofree char *touched = make_touched (row, patient, is_known);
  g_autofree char *own = make_own_id (id);
  g_autofree char *list = g_strdup_printf ("[%s,%s%s%s]", person, touched != NULL ? touched : "",
                                           touched != NULL ? "," : "", own);

  karne_writer_raw (writer, "entity", list);
}

/* Agents: who it was, and for whom that one works. */

static void
write_role (KarneWriter *writer, const KarneAccessRow *row)
{
  const char *role = or_nothing (row->role);
  g_autofree char *concept = NULL;
  g_autofree char *list = NULL;

  if (row->reader == KARNE_ROLE_PERSON)
    concept = karne_writer_make_concept (ROLE_CLASS, "PAT", "patient", NULL);
  else if (row->reader == KARNE_ROLE_REPRESENTATIVE)
    concept = karne_writer_make_concept (ROLE_CLASS, "AGNT", "agent", NULL);
  else
    concept = karne_writer_make_concept (OUR_ROLE, role != NULL ? role : "helper", NULL, NULL);
  list = g_strdup_printf ("[%s]", concept);
  karne_writer_raw (writer, "role", list);
}

static void
write_who (KarneWriter *writer, const KarneAccessRow *row, const char *patient)
{
  const char *name = or_nothing (row->name);
  const char *role = or_nothing (row->role);
  KarneWriter who = { g_string_new ("{") };
  g_autofree char *reference = g_strconcat ("Patient/", patient, NULL);
  g_autofree char *text = NULL;

  if (row->reader == KARNE_ROLE_PERSON)
    karne_writer_string (&who, "reference", reference);
  else if (row->reader == KARNE_ROLE_REPRESENTATIVE)
    karne_writer_string (&who, "type", "RelatedPerson");
  else
    karne_writer_string (&who, "display", name != NULL ? name : role != NULL ? role : "helper");
  text = karne_writer_end (&who);
  karne_writer_raw (writer, "who", text);
}

static void
write_purposes (KarneWriter *writer, const char *purposes)
{
  g_auto (GStrv) lines = g_strsplit (purposes != NULL ? purposes : "", "\n", -1);
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *concept = NULL;

      if (*lines[i] == '\0')
        continue;
      concept = karne_writer_make_concept (NULL, NULL, NULL, lines[i]);
      g_string_append_printf (list, "%s%s", list->len > 1 ? "," : "", concept);
    }
  g_string_append_c (list, ']');
  if (list->len > 2)
    karne_writer_raw (writer, "purposeOfUse", list->str);
}

static char *
make_agent (const KarneAccessRow *row, const Coding *part, const char *patient)
{
  KarneWriter agent = { g_string_new ("{") };

  if (part->system != NULL)
    karne_writer_concept (&agent, "type", part->system, part->code, part->display, NULL);
  write_role (&agent, row);
  write_who (&agent, row, patient);
  if (row->reader == KARNE_ROLE_HELPER)
    karne_writer_string (&agent, "name", or_nothing (row->name));
  karne_writer_boolean (&agent, "requestor", TRUE);
  write_purposes (&agent, row->purposes);
  return karne_writer_end (&agent);
}

/* (transfer full) (nullable) */
static char *
make_structure (const KarneAccessRow *row)
{
  const char *structure = or_nothing (row->structure);
  KarneWriter who = { NULL };
  KarneWriter agent = { NULL };
  g_autofree char *text = NULL;

  if (structure == NULL)
    return NULL;
  who.text = g_string_new ("{");
  karne_writer_string (&who, "type", "Organization");
  karne_writer_string (&who, "display", structure);
  text = karne_writer_end (&who);
  agent.text = g_string_new ("{");
  karne_writer_raw (&agent, "who", text);
  karne_writer_boolean (&agent, "requestor", FALSE);
  return karne_writer_end (&agent);
}

static void
write_agents (KarneWriter *writer,
              const KarneAccessRow *row,
              const Coding *part,
              const char *patient)
{
  g_autofree char *agent = make_agent (row, part, patient);
  g_autofree char *structure = make_structure (row);
  g_autofree char *list = g_strdup_printf ("[%s%s%s]", agent, structure != NULL ? "," : "",
                                           structure != NULL ? structure : "");

  karne_writer_raw (writer, "agent", list);
}

/* The whole */

static void
write_subtype (KarneWriter *writer, const Coding *subtype)
{
  g_autofree char *coding = make_coding (subtype);
  g_autofree char *list = g_strdup_printf ("[%s]", coding);

  karne_writer_raw (writer, "subtype", list);
}

static void
write_act (KarneWriter *writer, const KarneAccessRow *row, const Form *form)
{
  write_coding (writer, "type", &form->type);
  if (row->act == KARNE_ACCESS_ACT_SEARCH && row->kind == NULL)
    write_subtype (writer, &search_of_all);
  else if (form->subtype.system != NULL)
    write_subtype (writer, &form->subtype);
  karne_writer_string (writer, "action", form->action);
}

static void
write_time (KarneWriter *writer, gint64 at)
{
  g_autofree char *instant = karne_input_instant (at);
  KarneWriter period = { g_string_new ("{") };
  g_autofree char *text = NULL;

  karne_writer_string (&period, "start", instant);
  karne_writer_string (&period, "end", instant);
  text = karne_writer_end (&period);
  karne_writer_raw (writer, "period", text);
  karne_writer_string (writer, "recorded", instant);
}

char *
karne_access_event_make (const KarneAccessRow *row,
                         const char *id,
                         const char *patient,
                         gboolean is_known)
{
  const Form *form = &forms[row->act];
  KarneWriter writer;

  karne_writer_begin (&writer, "AuditEvent", NULL);
  karne_writer_string (&writer, "id", id);
  write_act (&writer, row, form);
  write_time (&writer, row->at);
  /* Only what was done is noted. */
  karne_writer_string (&writer, "outcome", "0");
  write_agents (&writer, row, &form->part, patient);
  karne_writer_raw (&writer, "source",
                    "{\"observer\":{\"display\":\"Karné\"},\"type\":[{\"system\":"
                    "\"http://terminology.hl7.org/CodeSystem/security-source-type\","
                    "\"code\":\"1\",\"display\":\"User Device\"}]}");
  write_entities (&writer, row, id, patient, is_known);
  return karne_writer_end (&writer);
}
