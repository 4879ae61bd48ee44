/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "demo-json.h"

#include <stdarg.h>
#include <string.h>

/* A tree over the text that was sent. json-glib would turn 5.60 into 5.5999999999999996; here a
 * number is never more than the bytes between two delimiters. Everything is cut from one arena,
 * which is let go of at once. */

#define BLOCK_SIZE (16 * 1024)

struct _DemoJson
{
  GPtrArray *blocks; /* (owned) of g_malloc'ed memory */
  char *free;
  gsize left;
  guint n_nodes;
};

typedef struct
{
  DemoJson *json;
  const char *at;
  const char *end;
  const char *start;
  GError **error;
} Parser;

DemoJson *
demo_json_new (void)
{
  DemoJson *self = g_new0 (DemoJson, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
demo_json_free (DemoJson *self)
{
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static gpointer
allocate (DemoJson *self, gsize size)
{
  gpointer memory;

  size = (size + 7) & ~(gsize) 7;
  if (size > self->left)
    {
      gsize block = MAX (size, BLOCK_SIZE);
      self->free = g_malloc (block);
      self->left = block;
      g_ptr_array_add (self->blocks, self->free);
    }
  memory = self->free;
  self->free += size;
  self->left -= size;
  return memory;
}

static DemoNode *
new_node (DemoJson *self, DemoJsonType type)
{
  DemoNode *node = allocate (self, sizeof (DemoNode));

  memset (node, 0, sizeof *node);
  node->type = type;
  self->n_nodes++;
  return node;
}

static const char *
keep_text (DemoJson *self, const char *text, gsize len)
{
  char *copy = allocate (self, len + 1);

  memcpy (copy, text, len);
  copy[len] = '\0';
  return copy;
}

static gboolean
fail (Parser *p, const char *why)
{
  if (p->error != NULL && *p->error == NULL)
    g_set_error (p->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s at byte %" G_GSIZE_FORMAT, why,
                 (gsize) (p->at - p->start));
  return FALSE;
}

static void
skip_space (Parser *p)
{
  while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t'))
    p->at++;
}

static gboolean
skip_escape (Parser *p)
{
  char c = p->at + 1 < p->end ? p->at[1] : '\0';

  if (c == 'u')
    {
      for (int i = 2; i < 6; i++)
        if (p->at + i >= p->end || !g_ascii_isxdigit (p->at[i]))
          return fail (p, "bad \\u escape");
      p->at += 6;
      return TRUE;
    }
  if (c == '\0' || strchr ("\"\\/bfnrt", c) == NULL)
    return fail (p, "bad escape");
  p->at += 2;
  return TRUE;
}

static gboolean
scan_string (Parser *p, const char **text, gsize *len)
{
  *text = p->at;
  if (p->at >= p->end || *p->at != '"')
    return fail (p, "expected a string");
  p->at++;
  while (p->at < p->end && *p->at != '"')
    {
      if ((guchar) *p->at < 0x20)
        return fail (p, "control character in a string");
      if (*p->at != '\\')
        p->at++;
      else if (!skip_escape (p))
        return FALSE;
    }
  if (p->at >= p->end)
    return fail (p, "the text ends inside a string");
  p->at++;
  *len = p->at - *text;
  return TRUE;
}

static gsize
skip_digits (Parser *p)
{
  const char *from = p->at;

  while (p->at < p->end && g_ascii_isdigit (*p->at))
    p->at++;
  return p->at - from;
}

static gboolean
scan_number (Parser *p, DemoNode *node)
{
  node->type = DEMO_JSON_NUMBER;
  node->text = p->at;
  if (*p->at == '-')
    p->at++;
  if (p->at < p->end && *p->at == '0')
    p->at++;
  else if (skip_digits (p) == 0)
    return fail (p, "expected a value");
  if (p->at < p->end && *p->at == '.')
    {
      p->at++;
      if (skip_digits (p) == 0)
        return fail (p, "bad number");
    }
  if (p->at < p->end && (*p->at == 'e' || *p->at == 'E'))
    {
      p->at++;
      if (p->at < p->end && (*p->at == '+' || *p->at == '-'))
        p->at++;
      if (skip_digits (p) == 0)
        return fail (p, "bad number");
    }
  node->len = p->at - node->text;
  return TRUE;
}

static gboolean
scan_word (Parser *p, DemoNode *node)
{
  static const struct
  {
    const char *word;
    DemoJsonType type;
  } words[] = {
    { "true", DEMO_JSON_BOOLEAN },
    { "false", DEMO_JSON_BOOLEAN },
    { "null", DEMO_JSON_NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize len = strlen (words[i].word);
      if ((gsize) (p->end - p->at) >= len && memcmp (p->at, words[i].word, len) == 0)
        {
          node->type = words[i].type;
          node->text = p->at;
          node->len = len;
          p->at += len;
          return TRUE;
        }
    }
  return scan_number (p, node);
}

static gboolean parse_value (Parser *p, DemoNode *node, guint depth);

static gboolean
parse_key (Parser *p, DemoNode *member)
{
  if (!scan_string (p, &member->key, &member->key_len))
    return FALSE;
  skip_space (p);
  if (p->at >= p->end || *p->at != ':')
    return fail (p, "expected a colon");
  p->at++;
  skip_space (p);
  return TRUE;
}

static gboolean
parse_children (Parser *p, DemoNode *parent, char close, guint depth)
{
  p->at++;
  skip_space (p);
  if (p->at < p->end && *p->at == close)
    return p->at++, TRUE;
  for (;;)
    {
      DemoNode *child = new_node (p->json, DEMO_JSON_NULL);

      if (p->json->n_nodes > DEMO_JSON_MAX_NODES)
        return fail (p, "too many values");
      if (close == '}' && !parse_key (p, child))
        return FALSE;
      if (!parse_value (p, child, depth + 1))
        return FALSE;
      demo_json_append (parent, child);
      skip_space (p);
      if (p->at < p->end && *p->at == close)
        return p->at++, TRUE;
      if (p->at >= p->end || *p->at != ',')
        return fail (p, "expected a comma");
      p->at++;
      skip_space (p);
    }
}

static gboolean
parse_value (Parser *p, DemoNode *node, guint depth)
{
  if (depth > DEMO_JSON_MAX_DEPTH)
    return fail (p, "nested too deeply");
  if (p->at >= p->end)
    return fail (p, "the text ends too early");
  switch (*p->at)
    {
    case '{':
      node->type = DEMO_JSON_OBJECT;
      return parse_children (p, node, '}', depth);
    case '[':
      node->type = DEMO_JSON_ARRAY;
      return parse_children (p, node, ']', depth);
    case '"':
      node->type = DEMO_JSON_STRING;
      return scan_string (p, &node->text, &node->len);
    default:
      return scan_word (p, node);
    }
}

/* The tree points into `text`, which must live as long as the document. */
DemoNode *
demo_json_parse (DemoJson *self, const char *text, gssize len, GError **error)
{
  gsize size = len < 0 ? strlen (text) : (gsize) len;
  g_autoptr (GError) local = NULL;
  Parser p = { self, text, text + size, text, &local };
  DemoNode *root = new_node (self, DEMO_JSON_NULL);
  gboolean ok = g_utf8_validate_len (text, size, NULL) || fail (&p, "not UTF-8");

  skip_space (&p);
  ok = ok && parse_value (&p, root, 1);
  skip_space (&p);
  if (ok && p.at != p.end)
    ok = fail (&p, "something follows the value");
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok ? root : NULL;
}

DemoNode *
demo_json_new_object (DemoJson *self)
{
  return new_node (self, DEMO_JSON_OBJECT);
}

DemoNode *
demo_json_new_string (DemoJson *self, const char *value)
{
  DemoNode *node = new_node (self, DEMO_JSON_STRING);
  g_autoptr (GString) quoted = g_string_new (NULL);

  demo_json_write_string (quoted, value);
  node->text = keep_text (self, quoted->str, quoted->len);
  node->len = quoted->len;
  return node;
}

/* Copies the nodes; the texts are shared, so both documents must live. */
DemoNode *
demo_json_copy (DemoJson *self, const DemoNode *node)
{
  DemoNode *copy = new_node (self, node->type);

  *copy = *node;
  copy->first = copy->last = copy->next = NULL;
  for (const DemoNode *child = node->first; child != NULL; child = child->next)
    demo_json_append (copy, demo_json_copy (self, child));
  return copy;
}

/* Whether more values were made than any real resource has. */
gboolean
demo_json_is_full (const DemoJson *self)
{
  return self->n_nodes > DEMO_JSON_MAX_NODES / 4;
}

void
demo_json_append (DemoNode *parent, DemoNode *child)
{
  child->next = NULL;
  if (parent->last == NULL)
    parent->first = child;
  else
    parent->last->next = child;
  parent->last = child;
}

/* Sets a member in its place, or as the last one; `value` becomes part of the object. */
void
demo_json_set (DemoJson *self, DemoNode *object, const char *key, DemoNode *value)
{
  DemoNode *member = demo_node_get (object, key);
  DemoNode *next = member != NULL ? member->next : NULL;
  DemoNode *quoted = demo_json_new_string (self, key);

  if (member == NULL)
    {
      value->key = quoted->text;
      value->key_len = quoted->len;
      demo_json_append (object, value);
      return;
    }
  member->type = value->type;
  member->text = value->text;
  member->len = value->len;
  member->first = value->first;
  member->last = value->last;
  member->next = next;
}

DemoNode *
demo_node_get (const DemoNode *object, const char *key)
{
  if (object == NULL || object->type != DEMO_JSON_OBJECT)
    return NULL;
  for (DemoNode *member = object->first; member != NULL; member = member->next)
    if (demo_node_key_is (member, key))
      return member;
  return NULL;
}

DemoNode *
demo_node_get_path (const DemoNode *object, const char *first, ...)
{
  DemoNode *node = demo_node_get (object, first);
  va_list keys;

  va_start (keys, first);
  for (const char *key = va_arg (keys, const char *); key != NULL;
       key = va_arg (keys, const char *))
    node = demo_node_get (node, key);
  va_end (keys);
  return node;
}

gboolean
demo_node_unlink (DemoNode *parent, DemoNode *child)
{
  DemoNode *before = NULL;

  for (DemoNode *node = parent->first; node != NULL; before = node, node = node->next)
    if (node == child)
      {
        if (before == NULL)
          parent->first = child->next;
        else
          before->next = child->next;
        if (parent->last == child)
          parent->last = before;
        child->next = NULL;
        return TRUE;
      }
  return FALSE;
}

static gunichar
read_hex4 (const char *text)
{
  gunichar value = 0;

  for (int i = 0; i < 4; i++)
    value = value * 16 + g_ascii_xdigit_value (text[i]);
  return value;
}

static const char *
unescape_one (const char *at, const char *end, GString *out)
{
  static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
  const char *letter = strchr (letters, at[1]);
  gunichar c;

  if (at[1] != 'u')
    {
      g_string_append_c (out, letter != NULL ? meant[letter - letters] : at[1]);
      return at + 2;
    }
  c = read_hex4 (at + 2);
  at += 6;
  if (c >= 0xd800 && c < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
      (read_hex4 (at + 2) & 0xfc00) == 0xdc00)
    {
      c = 0x10000 + ((c - 0xd800) << 10) + (read_hex4 (at + 2) - 0xdc00);
      at += 6;
    }
  /* Neither half a pair nor NUL can stand in a C string; both are kept in the text itself. */
  g_string_append_unichar (out, c == 0 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c);
  return at;
}

static char *
unescape (const char *quoted, gsize len)
{
  const char *at = quoted + 1, *end = quoted + len - 1;
  GString *out;

  if (memchr (at, '\\', end - at) == NULL)
    return g_strndup (at, end - at);
  out = g_string_sized_new (len);
  while (at < end)
    if (*at == '\\')
      at = unescape_one (at, end, out);
    else
      g_string_append_c (out, *at++);
  return g_string_free (out, FALSE);
}

static gboolean
quoted_is (const char *quoted, gsize len, const char *value)
{
  gsize size = strlen (value);

  if (memchr (quoted, '\\', len) == NULL)
    return len == size + 2 && memcmp (quoted + 1, value, size) == 0;
  else
    {
      g_autofree char *plain = unescape (quoted, len);
      return g_str_equal (plain, value);
    }
}

gboolean
demo_node_key_is (const DemoNode *member, const char *key)
{
  return member->key != NULL && quoted_is (member->key, member->key_len, key);
}

gboolean
demo_node_is_string (const DemoNode *node, const char *value)
{
  return node != NULL && node->type == DEMO_JSON_STRING && quoted_is (node->text, node->len, value);
}

/* NULL unless it is a string. */
char *
demo_node_dup_string (const DemoNode *node)
{
  if (node == NULL || node->type != DEMO_JSON_STRING)
    return NULL;
  return unescape (node->text, node->len);
}

char *
demo_node_dup_key (const DemoNode *member)
{
  return unescape (member->key, member->key_len);
}

char *
demo_node_dup_member (const DemoNode *object, const char *key)
{
  return demo_node_dup_string (demo_node_get (object, key));
}

static gboolean
numbers_equal (const DemoNode *a, const DemoNode *b)
{
  if (a->len == b->len && memcmp (a->text, b->text, a->len) == 0)
    return TRUE;
  else
    {
      g_autofree char *x = g_strndup (a->text, a->len);
      g_autofree char *y = g_strndup (b->text, b->len);
      return g_ascii_strtod (x, NULL) == g_ascii_strtod (y, NULL);
    }
}

static guint
count_children (const DemoNode *node)
{
  guint n = 0;

  for (const DemoNode *child = node->first; child != NULL; child = child->next)
    n++;
  return n;
}

static gboolean
objects_equal (const DemoNode *a, const DemoNode *b)
{
  if (count_children (a) != count_children (b))
    return FALSE;
  for (const DemoNode *member = a->first; member != NULL; member = member->next)
    {
      g_autofree char *key = demo_node_dup_key (member);
      const DemoNode *other = demo_node_get (b, key);
      if (other == NULL || !demo_node_equal (member, other))
        return FALSE;
    }
  return TRUE;
}

static gboolean
arrays_equal (const DemoNode *a, const DemoNode *b)
{
  const DemoNode *x = a->first, *y = b->first;

  for (; x != NULL && y != NULL; x = x->next, y = y->next)
    if (!demo_node_equal (x, y))
      return FALSE;
  return x == NULL && y == NULL;
}

/* Equal as RFC 6902 says for `test`: numbers by value, members in any order. */
gboolean
demo_node_equal (const DemoNode *a, const DemoNode *b)
{
  g_autofree char *text = NULL;

  if (a->type != b->type)
    return FALSE;
  switch (a->type)
    {
    case DEMO_JSON_OBJECT:
      return objects_equal (a, b);
    case DEMO_JSON_ARRAY:
      return arrays_equal (a, b);
    case DEMO_JSON_NUMBER:
      return numbers_equal (a, b);
    case DEMO_JSON_STRING:
      text = demo_node_dup_string (a);
      return demo_node_is_string (b, text);
    case DEMO_JSON_NULL:
    case DEMO_JSON_BOOLEAN:
    default:
      return a->len == b->len && memcmp (a->text, b->text, a->len) == 0;
    }
}

static void
write_children (const DemoNode *node, GString *out)
{
  for (const DemoNode *child = node->first; child != NULL; child = child->next)
    {
      if (child != node->first)
        g_string_append_c (out, ',');
      if (node->type == DEMO_JSON_OBJECT)
        {
          g_string_append_len (out, child->key, child->key_len);
          g_string_append_c (out, ':');
        }
      demo_node_write (child, out);
    }
}

void
demo_node_write (const DemoNode *node, GString *out)
{
  if (node->type == DEMO_JSON_OBJECT || node->type == DEMO_JSON_ARRAY)
    {
      g_string_append_c (out, node->type == DEMO_JSON_OBJECT ? '{' : '[');
      write_children (node, out);
      g_string_append_c (out, node->type == DEMO_JSON_OBJECT ? '}' : ']');
    }
  else
    g_string_append_len (out, node->text, node->len);
}

void
demo_json_write_string (GString *out, const char *value)
{
  g_string_append_c (out, '"');
  for (const char *at = value; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (out, "\\%c", *at);
    else if ((guchar) *at < 0x20)
      g_string_append_printf (out, "\\u%04x", *at);
    else
      g_string_append_c (out, *at);
  g_string_append_c (out, '"');
}
