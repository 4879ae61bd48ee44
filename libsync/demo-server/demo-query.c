/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-query.h"

#include "demo-dates.h"
#include "demo-kinds.h"
#include "demo-lift.h"

#include <string.h>

#define DEFAULT_PAGE 100
#define MAX_PAGE 5000
#define MAX_VALUES 200 /* SQLite takes expressions a thousand deep */
#define MAX_IDS 5000
#define MAX_PARAMETERS 100
#define MAX_SORT_KEYS 3

typedef struct
{
  DemoQuery *query;
  const DemoServer *server;
  const DemoRequest *request;
  const DemoKind *kind; /* (nullable) */
  gboolean strict;
  int max_count;
} Builder;

static void
clear_bound (gpointer data)
{
  g_free (((DemoBound *) data)->text);
}

static void
bind_text (DemoQuery *query, const char *text)
{
  DemoBound bound = { g_strdup (text), 0 };

  g_array_append_val (query->bounds, bound);
}

static void
bind_number (DemoQuery *query, gint64 number)
{
  DemoBound bound = { NULL, number };

  g_array_append_val (query->bounds, bound);
}

static gboolean
refuse (GError **error, const char *what, const char *value)
{
  g_set_error (error, DEMO_HTTP_ERROR, 400, "%s: “%s”", what, value);
  return FALSE;
}

/* The values between the commas: at least one, and not more than a query can hold. */
static char **
split_values (const char *value, guint max, GError **error)
{
  g_auto (GStrv) values = g_strsplit (value, ",", (int) max + 1);

  if (values[0] == NULL)
    refuse (error, "Empty value", value);
  else if (g_strv_length (values) > max)
    refuse (error, "Too many values", values[0]);
  else
    return g_steal_pointer (&values);
  return NULL;
}

/* Adds the rows that a date with a prefix matches. The same rules stand in demo_date_matches();
 * `?` is where the wanted stretch begins, `?2` where it ends. */
static void
add_date_rule (DemoQuery *q, DemoPrefix prefix, DemoSpan span, const char *first, const char *last)
{
  static const char *const rules[] = {
    [DEMO_PREFIX_EQ] = "({f} >= ? AND {l} <= ?2)",
    [DEMO_PREFIX_NE] = "NOT ({f} >= ? AND {l} <= ?2)",
    [DEMO_PREFIX_GT] = "({l} > ?2)",
    [DEMO_PREFIX_LT] = "({f} < ?)",
    [DEMO_PREFIX_GE] = "({l} >= ? AND ({f} >= ? OR {l} > ?2))",
    [DEMO_PREFIX_LE] = "({f} <= ?2 AND ({l} <= ?2 OR {f} < ?))",
    [DEMO_PREFIX_SA] = "({f} > ?2)",
    [DEMO_PREFIX_EB] = "({l} < ?)",
    [DEMO_PREFIX_AP] = "({f} <= ?2 AND {l} >= ?)",
  };
  const char *at = rules[prefix];

  for (; *at != '\0'; at++)
    if (g_str_has_prefix (at, "{f}") || g_str_has_prefix (at, "{l}"))
      {
        g_string_append (q->where, at[1] == 'f' ? first : last);
        at += 2;
      }
    else if (*at == '?')
      {
        g_string_append_c (q->where, '?');
        bind_number (q, at[1] == '2' ? span.last : span.first);
        at += at[1] == '2' ? 1 : 0;
      }
    else
      g_string_append_c (q->where, *at);
}

static gboolean
add_one_date (Builder *b, const char *value, const char *first, const char *last, GError **error)
{
  DemoPrefix prefix;
  DemoSpan span;

  if (!demo_date_parse_prefixed (value, &prefix, &span))
    return refuse (error, "Not a FHIR date", value);
  if (prefix == DEMO_PREFIX_AP)
    demo_date_widen (&span, g_get_real_time () / 1000);
  add_date_rule (b->query, prefix, span, first, last);
  return TRUE;
}

static gboolean
add_dates (Builder *b, const char *value, const char *first, const char *last, GError **error)
{
  g_auto (GStrv) values = split_values (value, MAX_VALUES, error);

  if (values == NULL)
    return FALSE;
  g_string_append (b->query->where, " AND (");
  for (guint i = 0; values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (b->query->where, " OR ");
      if (!add_one_date (b, values[i], first, last, error))
        return FALSE;
    }
  g_string_append_c (b->query->where, ')');
  return TRUE;
}

/* `date` of a resource without a date matches nothing. */
static gboolean
add_resource_dates (Builder *b, const char *value, GError **error)
{
  g_string_append (b->query->where, " AND (date_first <> -9223372036854775807 - 1 OR date_last <> "
                                    "-9223372036854775807 - 1)");
  return add_dates (b, value, "date_first", "date_last", error);
}

/* Which side of the bar: `system|code`, `|code`, `system|`, `code`. */
static void
add_token_rule (Builder *b, int param, const char *value)
{
  DemoQuery *q = b->query;
  gboolean is_uri = strcmp (demo_params_get (&(gsize){ 0 })[param].name, "url") == 0;
  const char *bar = is_uri ? NULL : strchr (value, '|');
  g_autofree char *system = bar != NULL ? g_strndup (value, bar - value) : NULL;
  const char *code = bar != NULL ? bar + 1 : value;

  g_string_append (q->where, q->has_person && *code != '\0'
                                 ? "EXISTS (SELECT 1 FROM token t WHERE t.rid = r.rid AND param = ?"
                                 : "rid IN (SELECT rid FROM token WHERE param = ?");
  bind_number (q, param);
  if (*code != '\0')
    {
      g_string_append (q->where, " AND value = ?");
      bind_text (q, code);
    }
  if (system != NULL)
    {
      g_string_append (q->where, " AND system = ?");
      bind_text (q, system);
    }
  g_string_append_c (q->where, ')');
}

static gboolean
add_tokens (Builder *b, int param, const char *modifier, const char *value, GError **error)
{
  g_auto (GStrv) values = split_values (value, MAX_VALUES, error);
  gboolean negated = strcmp (modifier, "not") == 0;

  if (values == NULL)
    return FALSE;
  if (*modifier != '\0' && !negated)
    return refuse (error, "This modifier is not supported", modifier);
  g_string_append (b->query->where, negated ? " AND NOT (" : " AND (");
  for (guint i = 0; values[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (b->query->where, " OR ");
      add_token_rule (b, param, values[i]);
    }
  g_string_append_c (b->query->where, ')');
  return TRUE;
}

static gboolean
add_ids (Builder *b, const char *value, GError **error)
{
  g_auto (GStrv) values = split_values (value, MAX_IDS, error);

  if (values == NULL)
    return FALSE;
  b->query->has_person = TRUE;
  g_string_append (b->query->where, " AND id IN (");
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_string_append (b->query->where, i > 0 ? ",?" : "?");
      bind_text (b->query, values[i]);
    }
  g_string_append_c (b->query->where, ')');
  return TRUE;
}

static gboolean
is_shared_with (Builder *b, const char *patient)
{
  sqlite3_stmt *statement =
      demo_store_statement (b->server->store,
                            "SELECT 1 FROM token WHERE param = 0 AND value = ?1 LIMIT 1");
  gboolean found;

  sqlite3_bind_text (statement, 1, patient, -1, SQLITE_STATIC);
  found = sqlite3_step (statement) == SQLITE_ROW;
  sqlite3_reset (statement);
  return found;
}

/* The index by person serves the plain case; the other one is for the few that stand second. */
static void
add_person_rule (Builder *b, const char *id)
{
  DemoQuery *q = b->query;

  g_string_append (q->where, "patient = ?");
  bind_text (q, id);
  if (!is_shared_with (b, id))
    return;
  g_string_append (q->where, " OR rid IN (SELECT rid FROM token WHERE param = 0 AND value = ?)");
  bind_text (q, id);
}

static gboolean
add_persons (Builder *b, const char *value, GError **error)
{
  g_auto (GStrv) values = split_values (value, MAX_VALUES, error);

  if (values == NULL)
    return FALSE;
  b->query->has_person = TRUE;
  g_string_append (b->query->where, " AND (");
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *kind = NULL;
      g_autofree char *id = NULL;

      if (strchr (values[i], '/') == NULL)
        id = g_strdup (values[i]);
      else if (!demo_reference_split (values[i], &kind, &id))
        return refuse (error, "Not a reference", values[i]);
      if (i > 0)
        g_string_append (b->query->where, " OR ");
      if (kind != NULL && strcmp (kind, "Patient") != 0)
        g_string_append_c (b->query->where, '0');
      else
        add_person_rule (b, id);
    }
  g_string_append_c (b->query->where, ')');
  return TRUE;
}

/* `patient.identifier=system|value`, as the French document guides ask for it. */
static void
add_person_by_identifier (Builder *b, const char *value)
{
  DemoQuery *q = b->query;
  const char *bar = strchr (value, '|');
  g_autofree char *system = bar != NULL ? g_strndup (value, bar - value) : NULL;

  g_string_append (q->where, " AND patient IN (SELECT p.id FROM token t JOIN resource p USING (rid)"
                             " WHERE p.kind = 'Patient' AND t.param = ? AND t.value = ?");
  bind_number (q, demo_param_find ("identifier"));
  bind_text (q, bar != NULL ? bar + 1 : value);
  if (system != NULL)
    {
      g_string_append (q->where, " AND t.system = ?");
      bind_text (q, system);
    }
  g_string_append_c (q->where, ')');
}

static gboolean
is_date_name (const DemoKind *kind, const char *name)
{
  return kind != NULL && kind->date != NULL &&
         (strcmp (name, "date") == 0 || g_strcmp0 (name, kind->date_param) == 0);
}

static gboolean
add_sort_key (Builder *b, const char *name, GError **error)
{
  DemoSortKey key = { NULL, *name == '-', FALSE };

  if (key.descending)
    name++;
  if (strcmp (name, "_lastUpdated") == 0)
    key.column = "updated";
  else if (strcmp (name, "_id") == 0)
    key = (DemoSortKey){ "id", key.descending, TRUE };
  else if (is_date_name (b->kind, name))
    key.column = "date_first";
  else if (b->strict)
    return refuse (error, "Cannot sort by", name);
  if (key.column != NULL && b->query->sort->len < MAX_SORT_KEYS)
    g_array_append_val (b->query->sort, key);
  return TRUE;
}

static gboolean
add_sort (Builder *b, const char *value, GError **error)
{
  g_auto (GStrv) names = g_strsplit (value, ",", MAX_SORT_KEYS + 1);

  if (b->server->gifts.no_sort)
    return TRUE;
  for (guint i = 0; names[i] != NULL; i++)
    if (!add_sort_key (b, names[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
set_count (Builder *b, const char *value, GError **error)
{
  guint64 count;

  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &count, NULL))
    return refuse (error, "_count is not a number", value);
  b->query->only_count |= count == 0;
  if (count > 0)
    b->query->count = (int) MIN (count, (guint64) b->max_count);
  return TRUE;
}

static gboolean
set_summary (Builder *b, const char *value, GError **error)
{
  if (strcmp (value, "count") == 0)
    b->query->only_count = TRUE;
  else if (strcmp (value, "false") != 0 && b->strict)
    return refuse (error, "This summary is not supported", value);
  return TRUE;
}

static gboolean
set_total (Builder *b, const char *value, GError **error)
{
  if (strcmp (value, "none") == 0)
    b->query->without_total = TRUE;
  else if (strcmp (value, "accurate") != 0 && strcmp (value, "estimate") != 0)
    return refuse (error, "_total is none, estimate or accurate, not", value);
  return TRUE;
}

/* What steers the answer rather than choosing rows. `known` says whether it was one of those. */
static gboolean
add_control (Builder *b, const char *name, const char *value, gboolean *known, GError **error)
{
  DemoQuery *q = b->query;

  *known = TRUE;
  if (strcmp (name, "_count") == 0)
    return set_count (b, value, error);
  if (strcmp (name, "_sort") == 0)
    return add_sort (b, value, error);
  if (strcmp (name, "_summary") == 0)
    return set_summary (b, value, error);
  if (strcmp (name, "_total") == 0)
    return set_total (b, value, error);
  if (strcmp (name, "_format") == 0 || strcmp (name, "_pretty") == 0)
    return TRUE;
  if (strcmp (name, "_elements") == 0)
    {
      g_strfreev (q->elements);
      q->elements = g_strsplit (value, ",", 100);
    }
  else if (strcmp (name, "_include") == 0 || strcmp (name, "_include:iterate") == 0)
    g_ptr_array_add (q->includes, g_strdup (value));
  else
    *known = FALSE;
  return TRUE;
}

static gboolean
add_filter (Builder *b, const char *name, const char *modifier, const char *value, GError **error)
{
  int param = demo_param_find (name);

  if (strcmp (name, "_lastUpdated") == 0 && *modifier == '\0')
    return add_dates (b, value, "updated", "updated", error);
  if (is_date_name (b->kind, name) && *modifier == '\0')
    return add_resource_dates (b, value, error);
  if (strcmp (name, "_id") == 0 && *modifier == '\0')
    return add_ids (b, value, error);
  if (strcmp (name, "patient.identifier") == 0 || strcmp (name, "subject:Patient.identifier") == 0)
    return add_person_by_identifier (b, value), TRUE;
  if ((param == DEMO_PARAM_PATIENT || strcmp (name, "subject") == 0) &&
      (*modifier == '\0' || strcmp (modifier, "Patient") == 0))
    return add_persons (b, value, error);
  if (param > DEMO_PARAM_PATIENT)
    return add_tokens (b, param, modifier, value, error);
  if (*modifier != '\0')
    return refuse (error, "This modifier is not supported", modifier);
  return !b->strict || refuse (error, "This search parameter is not supported", name);
}

static gboolean
add_parameter (Builder *b, const char *parameter, GError **error)
{
  gsize len = strcspn (parameter, "=");
  g_autofree char *name = g_strndup (parameter, len);
  const char *value = demo_parameter_value (parameter);
  gboolean known;
  char *colon;

  if (!add_control (b, name, value, &known, error))
    return FALSE;
  if (known)
    return TRUE;
  colon = strchr (name, ':');
  if (colon != NULL && strcmp (name, "subject:Patient.identifier") != 0)
    *colon++ = '\0';
  else
    colon = NULL;
  return add_filter (b, name, colon != NULL ? colon : "", value, error);
}

/* A token for one person sees that person's rows and those that are about nobody. */
static void
add_scope (Builder *b)
{
  const char *scope = b->request->scope;

  if (scope == NULL)
    return;
  g_string_append (b->query->where, " AND (patient = '' OR ");
  add_person_rule (b, scope);
  g_string_append_c (b->query->where, ')');
}

/* Persons and ids come first: whether they are there decides how the others are looked up. */
static gboolean
is_selective (const char *parameter)
{
  return g_str_has_prefix (parameter, "patient") || g_str_has_prefix (parameter, "subject") ||
         g_str_has_prefix (parameter, "_id=");
}

static gboolean
add_parameters (Builder *b, const char *text, GError **error)
{
  g_auto (GStrv) parameters = demo_parameters_split (text);

  if (parameters == NULL)
    return refuse (error, "The query cannot be read", "?");
  if (g_strv_length (parameters) > MAX_PARAMETERS)
    return refuse (error, "Too many parameters", parameters[0]);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; parameters[i] != NULL; i++)
      if (is_selective (parameters[i]) == (pass == 0) && !add_parameter (b, parameters[i], error))
        return FALSE;
  return TRUE;
}

/* The order is total: rid decides where all else is equal, in the direction of the key before, so
 * that an index can be read straight through. */
static void
end_sort (Builder *b)
{
  GArray *sort = b->query->sort;
  DemoSortKey rid = { "rid", b->server->gifts.no_sort, FALSE };

  if (sort->len > 0)
    rid.descending = g_array_index (sort, DemoSortKey, sort->len - 1).descending;
  g_array_append_val (sort, rid);
}

static void
bind_after (DemoQuery *q, guint n)
{
  if (g_array_index (q->sort, DemoSortKey, n).is_text)
    bind_text (q, q->after[n]);
  else
    bind_number (q, g_ascii_strtoll (q->after[n], NULL, 10));
}

static void
add_after_from (DemoQuery *q, guint n)
{
  const DemoSortKey *key = &g_array_index (q->sort, DemoSortKey, n);
  gboolean is_last = n + 1 == q->sort->len;
  const char *sign = key->descending ? "<" : ">";

  g_string_append_printf (q->where, is_last ? " AND %s %s ?" : " AND %s %s= ?", key->column, sign);
  bind_after (q, n);
  if (is_last)
    return;
  g_string_append_printf (q->where, " AND (%s %s ? OR (1", key->column, sign);
  bind_after (q, n);
  add_after_from (q, n + 1);
  g_string_append (q->where, "))");
}

/* A page token holds the total, the sort keys of the last match, and the query. */
static gboolean
read_page_token (DemoQuery *q, const char *token, char ***after, GError **error)
{
  g_autofree char *text = demo_page_token_read (token);
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "\n", 3) : NULL;

  if (parts == NULL || g_strv_length (parts) != 3)
    return refuse (error, "This page does not exist", token);
  q->total = g_ascii_strtoll (parts[0], NULL, 10);
  *after = g_strsplit (parts[1], "\t", -1);
  g_free (q->text);
  q->text = g_steal_pointer (&parts[2]);
  return TRUE;
}

char *
demo_query_make_page_token (const DemoQuery *self, char **after)
{
  g_autofree char *keys = g_strjoinv ("\t", after);
  g_autofree char *text =
      g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s", self->total, keys, self->text);

  return demo_page_token_make (text);
}

static DemoQuery *
new_query (const DemoServer *server, const char *kind, const char *text)
{
  DemoQuery *self = g_new0 (DemoQuery, 1);

  self->kind = g_strdup (kind);
  self->text = g_strdup (text != NULL ? text : "");
  self->where = g_string_new ("kind = ? AND deleted = 0");
  self->bounds = g_array_new (FALSE, FALSE, sizeof (DemoBound));
  g_array_set_clear_func (self->bounds, clear_bound);
  self->sort = g_array_new (FALSE, FALSE, sizeof (DemoSortKey));
  self->includes = g_ptr_array_new_with_free_func (g_free);
  self->total = -1;
  self->count = server->gifts.page_size > 0 ? server->gifts.page_size : DEFAULT_PAGE;
  bind_text (self, kind);
  return self;
}

/* Reads a query string into SQL; fails with the status to answer. */
DemoQuery *
demo_query_new (const DemoServer *server,
                const DemoRequest *request,
                const char *kind,
                GError **error)
{
  g_autoptr (DemoQuery) self = new_query (server, kind, request->query);
  g_autofree char *token = demo_parameters_find (request->query, "_page");
  g_auto (GStrv) after = NULL;
  Builder b = { self, server, request, demo_kind_find (kind) };

  b.max_count = server->gifts.page_size > 0 ? server->gifts.page_size : MAX_PAGE;
  b.strict = request->prefer != NULL && strstr (request->prefer, "handling=strict") != NULL;
  if (token != NULL && !read_page_token (self, token, &after, error))
    return NULL;
  if (!add_parameters (&b, self->text, error))
    return NULL;
  add_scope (&b);
  end_sort (&b);
  if (after != NULL && g_strv_length (after) != self->sort->len)
    {
      refuse (error, "This page does not exist", token);
      return NULL;
    }
  self->after = g_steal_pointer (&after);
  return g_steal_pointer (&self);
}

void
demo_query_free (DemoQuery *self)
{
  g_free (self->kind);
  g_free (self->text);
  g_string_free (self->where, TRUE);
  g_array_unref (self->bounds);
  g_array_unref (self->sort);
  g_strfreev (self->after);
  g_strfreev (self->elements);
  g_ptr_array_unref (self->includes);
  g_free (self);
}

void
demo_query_bind (const DemoQuery *self, sqlite3_stmt *statement)
{
  for (guint i = 0; i < self->bounds->len; i++)
    {
      const DemoBound *bound = &g_array_index (self->bounds, DemoBound, i);
      if (bound->text != NULL)
        sqlite3_bind_text (statement, i + 1, bound->text, -1, SQLITE_STATIC);
      else
        sqlite3_bind_int64 (statement, i + 1, bound->number);
    }
}

/* SQLite does not take (key, rid) > (?, ?) straight to its place in an index, and would walk
 * through all that went before within one instant: a million rows, if they came at once. So what is
 * left of the last instant is one step, and what comes after it another. */
static gboolean
has_two_steps (const DemoQuery *q)
{
  return q->after != NULL && q->sort->len == 2;
}

static void
add_step (DemoQuery *q, guint step)
{
  const DemoSortKey *key = &g_array_index (q->sort, DemoSortKey, 0);
  const char *sign = key->descending ? "<" : ">";

  if (step == 0)
    g_string_append_printf (q->where, " AND %s = ? AND rid %s ?", key->column, sign);
  else
    g_string_append_printf (q->where, " AND %s %s ?", key->column, sign);
  bind_after (q, 0);
  if (step == 0)
    bind_after (q, 1);
}

/* Leaves out what stood on the pages before. Called once the total was counted, for step 0, 1 and
 * so on until it says that there are no more steps; the matches of each come after those of the one
 * before. */
gboolean
demo_query_start_after (DemoQuery *self, guint step)
{
  if (step == 0)
    {
      self->where_len = self->where->len;
      self->n_bounds = self->bounds->len;
    }
  g_string_truncate (self->where, self->where_len);
  g_array_set_size (self->bounds, self->n_bounds);
  if (has_two_steps (self))
    add_step (self, step);
  else if (self->after != NULL)
    add_after_from (self, 0);
  return step == 0 || (step == 1 && has_two_steps (self));
}
