/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DEMO_JSON_MAX_DEPTH 200
#define DEMO_JSON_MAX_NODES 4000000

typedef enum
{
  DEMO_JSON_NULL,
  DEMO_JSON_BOOLEAN,
  DEMO_JSON_NUMBER,
  DEMO_JSON_STRING,
  DEMO_JSON_ARRAY,
  DEMO_JSON_OBJECT,
} DemoJsonType;

/* A value, or a member of an object (then with a key). Numbers and strings are their own text, as
 * it was sent: `5.60` stays `5.60`. Keys and strings keep their quotes. All of it lives as long as
 * the document. */
typedef struct _DemoNode DemoNode;
struct _DemoNode
{
  DemoJsonType type;
  const char *key; /* (nullable) */
  gsize key_len;
  const char *text; /* of a scalar */
  gsize len;
  DemoNode *first; /* of an array or an object */
  DemoNode *last;
  DemoNode *next;
};

typedef struct _DemoJson DemoJson;

DemoJson *demo_json_new (void);
void demo_json_free (DemoJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoJson, demo_json_free)

DemoNode *demo_json_parse (DemoJson *self, const char *text, gssize len, GError **error);
DemoNode *demo_json_new_object (DemoJson *self);
DemoNode *demo_json_new_string (DemoJson *self, const char *value);
DemoNode *demo_json_copy (DemoJson *self, const DemoNode *node);
void demo_json_set (DemoJson *self, DemoNode *object, const char *key, DemoNode *value);
gboolean demo_json_is_full (const DemoJson *self);
void demo_json_append (DemoNode *parent, DemoNode *child);

DemoNode *demo_node_get (const DemoNode *object, const char *key);
DemoNode *
demo_node_get_path (const DemoNode *object, const char *first, ...) G_GNUC_NULL_TERMINATED;
gboolean demo_node_unlink (DemoNode *parent, DemoNode *child);
gboolean demo_node_key_is (const DemoNode *member, const char *key);
gboolean demo_node_is_string (const DemoNode *node, const char *value);
char *demo_node_dup_string (const DemoNode *node);
char *demo_node_dup_key (const DemoNode *member);
char *demo_node_dup_member (const DemoNode *object, const char *key);
gboolean demo_node_equal (const DemoNode *a, const DemoNode *b);
void demo_node_write (const DemoNode *node, GString *out);

void demo_json_write_string (GString *out, const char *value);

G_END_DECLS
