/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-block.h"
#include "karne-cda.h"
#include "karne-render-error.h"

#include <string.h>

#define DOCUMENT(head, body)                                                                       \
  "<?xml version='1.0' encoding='UTF-8'?>"                                                         \
  "<ClinicalDocument xmlns='urn:hl7-org:v3' "                                                      \
  "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>" head "<component>" body                 \
  "</component></ClinicalDocument>"
#define SECTION(title, text)                                                                       \
  "<component><section><title>" title "</title><text>" text "</text></section></component>"

static KarneCda *
read_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return karne_cda_read (bytes, error);
}

static KarneCda *
read_well (const char *text)
{
  g_autoptr (GError) error = NULL;
  KarneCda *cda = read_text (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (cda);
  return cda;
}

static void
refuse (const char *text, KarneRenderError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KarneCda) cda = read_text (text, &error);

  g_assert_error (error, KARNE_RENDER_ERROR, (int) code);
  g_assert_null (cda);
}

/* ---- Blocks as lines ------------------------------------------------------------------------- */

static void
append_runs (GString *lines, GArray *runs)
{
  const char *const marks = "*/_^,#";

  for (guint i = 0; i < runs->len; i++)
    {
      const KarneTextRun *run = &g_array_index (runs, KarneTextRun, i);

      for (guint bit = 0; bit < strlen (marks); bit++)
        if (run->style & 1 << bit)
          g_string_append_c (lines, marks[bit]);
      g_string_append (lines, run->text);
      for (guint bit = strlen (marks); bit-- > 0;)
        if (run->style & 1 << bit)
          g_string_append_c (lines, marks[bit]);
    }
}

static void
append_row (GString *lines, GPtrArray *row)
{
  g_string_append (lines, "\n  ");
  for (guint i = 0; i < row->len; i++)
    {
      const KarneBlockCell *cell = g_ptr_array_index (row, i);

      g_string_append (lines, cell->heading ? "!" : "|");
      if (cell->columns != 1 || cell->rows != 1)
        g_string_append_printf (lines, "%ux%u ", cell->columns, cell->rows);
      append_runs (lines, cell->runs);
    }
}

/* F fact, H heading, P paragraph, I item, X preformatted, T table. */
static char *
dump (GVariant *variant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blocks = karne_blocks_from_variant (variant, &error);
  g_autoptr (GString) lines = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < blocks->len; i++)
    {
      const KarneBlock *block = g_ptr_array_index (blocks, i);

      if (i > 0)
        g_string_append_c (lines, '\n');
      g_string_append_c (lines, "FHPIXT"[block->kind]);
      if (block->kind == KARNE_BLOCK_HEADING || block->kind == KARNE_BLOCK_ITEM)
        g_string_append_printf (lines, "%u", block->level);
      if (block->kind == KARNE_BLOCK_FACT || block->kind == KARNE_BLOCK_ITEM)
        g_string_append_printf (lines, ".%u", block->number);
      g_string_append_c (lines, ' ');
      append_runs (lines, block->runs);
      for (guint row = 0; row < block->rows->len; row++)
        append_row (lines, g_ptr_array_index (block->rows, row));
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
assert_narrative (const char *text, const char *wanted)
{
  g_autofree char *document = g_strdup_printf (
      DOCUMENT ("", "<structuredBody><component><section><text>%s</text></section></component>"
                    "</structuredBody>"),
      text);
  g_autoptr (KarneCda) cda = read_well (document);
  g_autofree char *lines = dump (cda->body);

  g_assert_cmpstr (lines, ==, wanted);
}

/* ---- The narrative -----------------------------------------------------------------------------
 */

static void
test_paragraphs (void)
{
  assert_narrative ("Un\n  deux <br/> trois", "P Un deux\ntrois");
  assert_narrative ("<paragraph>Un</paragraph><paragraph> </paragraph><paragraph>Deux</paragraph>",
                    "P Un\nP Deux");
  assert_narrative ("Avant<paragraph>Dedans</paragraph>Après", "P Avant\nP Dedans\nP Après");
  assert_narrative ("<paragraph><caption>Titre</caption>Texte</paragraph>", "P *Titre*\nTexte");
  assert_narrative ("Cinq &lt; six &amp; é <![CDATA[<b>]]>", "P Cinq < six & é <b>");
  assert_narrative ("", "");
}

static void
test_styles (void)
{
  assert_narrative ("Un <content styleCode='Bold'>gros <content styleCode='Italics xRed'>mot"
                    "</content></content> ici",
                    "P Un *gros **/mot /*ici");
  assert_narrative ("H<sub>2</sub>O, 10<sup>3</sup>", "P H,2,O, 10^3^");
  assert_narrative ("<content styleCode='Underline'>Important</content>", "P _Important_");
  assert_narrative ("<paragraph styleCode='Bold'>Tout</paragraph>", "P *Tout*");
  assert_narrative ("<inconnu>gardé</inconnu>", "P gardé");
}

static void
test_lists (void)
{
  assert_narrative ("<list><item>a</item><item>b<list listType='ordered'><item>c</item>"
                    "<item>d</item></list></item><item>e</item></list>",
                    "I1.0 a\nI1.0 b\nI2.1 c\nI2.2 d\nI1.0 e");
  assert_narrative ("<list><caption>Liste</caption><item><paragraph>a</paragraph>"
                    "<paragraph>suite</paragraph></item></list>",
                    "P *Liste*\nI1.0 a\nP suite");
}

static void
test_tables (void)
{
  assert_narrative ("<table><caption>Bilan</caption>"
                    "<tfoot><tr><td colspan='2'>pied</td></tr></tfoot>"
                    "<thead><tr><th>Examen</th><td>Valeur</td></tr></thead>"
                    "<tbody><tr><th rowspan='2'>Na</th><td>140<br/>stable</td></tr>"
                    "<tr><td><list><item>a</item><item>b</item></list></td></tr></tbody></table>",
                    "T Bilan\n  !Examen!Valeur\n  !1x2 Na|140\nstable\n  |• a\n• b\n  |2x1 pied");
  assert_narrative ("<table><tr><td><table><tr><td>x</td><td>y</td></tr><tr><td>z</td></tr></table>"
                    "</td></tr></table>",
                    "T \n  |x y\nz");
  assert_narrative ("<table><tr><td colspan='0'>a</td><td colspan='-1'>b</td>"
                    "<td colspan='99999999999'>c</td></tr></table>",
                    "T \n  |a|b|c");
}

static void
test_preformatted (void)
{
  assert_narrative ("<pre>a  b\n c</pre>d", "X a  b\n c\nP d");
}

/* Of what would be active there is a sign, and nothing else. */
static void
test_active (void)
{
  assert_narrative ("Voir <linkHtml href='javascript:alert(1)'>la page</linkHtml>.",
                    "P Voir la page.");
  assert_narrative ("<linkHtml href='https://example.org/?patient=1'/>", "");
  assert_narrative ("a<script>alert(1)</script>b", "P a##b");
  assert_narrative ("<iframe src='https://example.org'/>", "P ##");
  assert_narrative ("<renderMultiMedia referencedObject='M1'><caption>Radio du genou</caption>"
                    "</renderMultiMedia>",
                    "P #Radio du genou#");
  assert_narrative ("<html:img xmlns:html='http://www.w3.org/1999/xhtml' "
                    "src='file:///etc/passwd'/>",
                    "P ##");
  assert_narrative ("<svg xmlns='http://www.w3.org/2000/svg'><script>x</script><text>t</text></svg>"
                    "fin",
                    "P ##fin");
  assert_narrative ("<table><tr><td onclick='x()'>a<object data='x'/></td></tr></table>",
                    "T \n  |a##");
}

static void
test_sections (void)
{
  g_autoptr (KarneCda) cda = read_well (DOCUMENT (
      "", "<structuredBody>" SECTION (
              "Un",
              "a") "<component><section><title>Deux</title><component><section><title>Trois</title>"
                   "<text>c</text></section></component></section></component>"
                   "<component><section><title> </title><text>d</text></section></component>"
                   "</structuredBody>"));
  g_autofree char *lines = dump (cda->body);

  g_assert_cmpstr (lines, ==, "H1 Un\nP a\nH1 Deux\nH2 Trois\nP c\nP d");
}

/* ---- The head ----------------------------------------------------------------------------------
 */

#define NAME "<name><family>Modèle</family><prefix>Dr</prefix><given>Ana</given></name>"

static void
assert_facts (const char *head, const char *wanted)
{
  g_autofree char *document = g_strdup_printf (DOCUMENT ("%s", "<structuredBody/>"), head);
  g_autoptr (KarneCda) cda = read_well (document);
  g_autofree char *lines = dump (cda->facts);

  g_assert_cmpstr (lines, ==, wanted);
}

static void
test_head (void)
{
  assert_facts ("", "");
  assert_facts ("<code displayName='CR de biologie'/><title>Bilan</title>"
                "<effectiveTime value='20260303140200+0100'/>"
                "<recordTarget><patientRole><patient>" NAME
                "<birthTime value='19800229'/></patient>"
                "</patientRole></recordTarget>"
                "<author><assignedAuthor><assignedPerson>" NAME "</assignedPerson>"
                "<representedOrganization><name>Labo</name></representedOrganization>"
                "</assignedAuthor></author>"
                "<author><assignedAuthor><assignedAuthoringDevice><softwareName>Automate"
                "</softwareName></assignedAuthoringDevice></assignedAuthor></author>"
                "<custodian><assignedCustodian><representedCustodianOrganization><name>Hôpital"
                "</name></representedCustodianOrganization></assignedCustodian></custodian>",
                "F.0 Bilan\nF.1 CR de biologie\nF.2 2026-03-03T14:02:00+01:00\n"
                "F.3 Dr Ana Modèle, Labo\nF.3 Automate\nF.4 Hôpital\nF.5 Dr Ana Modèle\n"
                "F.6 1980-02-29");
  assert_facts ("<author><assignedAuthor><assignedPerson><name>Ana  Modèle</name></assignedPerson>"
                "</assignedAuthor></author>",
                "F.3 Ana Modèle");
}

static void
test_dates (void)
{
  const char *const dates[][2] = {
    { "2026", "2026" },
    { "202603", "2026-03" },
    { "20260303", "2026-03-03" },
    { "2026030314", "2026-03-03" },
    { "202603031402", "2026-03-03T14:02:00" },
    { "20260303140200.123-0400", "2026-03-03T14:02:00-04:00" },
    { "20260303140200+1", "2026-03-03T14:02:00" },
    { "hier", "hier" },
    { "202", "202" },
    { "99999999999999999999", "99999999999999999999" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *head = g_strdup_printf ("<effectiveTime value='%s'/>", dates[i][0]);
      g_autofree char *wanted = g_strdup_printf ("F.2 %s", dates[i][1]);

      assert_facts (head, wanted);
    }
}

/* ---- What stands inside
 * -------------------------------------------------------------------------- */

static void
test_embedded (void)
{
  g_autoptr (KarneCda) pdf = read_well (
      DOCUMENT ("", "<nonXMLBody><text mediaType='application/pdf' representation='B64'>\n JVBE\n "
                    "Ri0x</text></nonXMLBody>"));
  g_autoptr (KarneCda) text =
      read_well (DOCUMENT ("", "<nonXMLBody><text>Bonjour &amp; merci</text></nonXMLBody>"));

  g_assert_cmpstr (pdf->embedded_type, ==, "application/pdf");
  g_assert_cmpmem (g_bytes_get_data (pdf->embedded, NULL), g_bytes_get_size (pdf->embedded),
                   "%PDF-1", 6);
  g_assert_cmpstr (text->embedded_type, ==, "text/plain");
  g_assert_cmpmem (g_bytes_get_data (text->embedded, NULL), g_bytes_get_size (text->embedded),
                   "Bonjour & merci", 15);
  g_assert_null (text->body);
}

/* What is not in the document is not looked for. */
static void
test_elsewhere (void)
{
  refuse (DOCUMENT ("", "<nonXMLBody><text mediaType='application/pdf'>"
                        "<reference value='file:///etc/passwd'/></text></nonXMLBody>"),
          KARNE_RENDER_ERROR_UNSUPPORTED);
  refuse (DOCUMENT ("", "<nonXMLBody><text mediaType='application/pdf' representation='B64' "
                        "compression='GZ'>H4sI</text></nonXMLBody>"),
          KARNE_RENDER_ERROR_UNSUPPORTED);
  refuse (DOCUMENT ("", "<nonXMLBody/>"), KARNE_RENDER_ERROR_UNSUPPORTED);
}

/* ---- Tricks
 * --------------------------------------------------------------------------------------- */

#define ROOT(text)                                                                                 \
  "<ClinicalDocument xmlns='urn:hl7-org:v3'><title>" text "</title></ClinicalDocument>"

static void
test_doctypes (void)
{
  refuse ("<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
          "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>" ROOT ("&c;"),
          KARNE_RENDER_ERROR_UNSUPPORTED);
  refuse ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" ROOT ("&a;"),
          KARNE_RENDER_ERROR_UNSUPPORTED);
  refuse ("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>" ROOT (""),
          KARNE_RENDER_ERROR_UNSUPPORTED);
  refuse ("<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>" ROOT (""),
          KARNE_RENDER_ERROR_UNSUPPORTED);
  refuse (ROOT ("&unknown;"), KARNE_RENDER_ERROR_DAMAGED);
}

static void
test_xinclude (void)
{
  assert_narrative ("a<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' "
                    "href='file:///etc/passwd' parse='text'/>b",
                    "P ab");
}

static void
test_style_sheet (void)
{
  g_autoptr (KarneCda) cda = read_well (
      "<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:9/cda.xsl'?>" ROOT ("Titre"));
  g_autofree char *lines = dump (cda->facts);

  g_assert_cmpstr (lines, ==, "F.0 Titre");
}

static char *
repeat (const char *before, const char *text, const char *after, guint n)
{
  GString *all =
      g_string_new ("<ClinicalDocument xmlns='urn:hl7-org:v3'><component><structuredBody>"
                    "<component><section><text>");

  for (guint i = 0; i < n; i++)
    g_string_append (all, before);
  g_string_append (all, text);
  for (guint i = 0; i < n; i++)
    g_string_append (all, after);
  g_string_append (all, "</text></section></component></structuredBody></component>"
                        "</ClinicalDocument>");
  return g_string_free (all, FALSE);
}

static void
test_bombs (void)
{
  g_autofree char *deep = repeat ("<list><item>", "x", "</item></list>", 20 * 1000);
  g_autofree char *wide = repeat ("", "", "<br/>", 300 * 1000);
  g_autofree char *spaced = repeat ("", "", "<a b='' c='' d='' e='' f=''/>", 100 * 1000);
  g_autofree char *many = repeat ("", "", "<table><tr><td/><td/><td/></tr></table>", 6 * 1000);
  g_autofree char *words = g_strnfill (2 * 1024 * 1024, 'x');
  g_autofree char *lengthy = repeat ("", words, "", 1);

  refuse (deep, KARNE_RENDER_ERROR_LIMIT);
  refuse (wide, KARNE_RENDER_ERROR_LIMIT);
  refuse (spaced, KARNE_RENDER_ERROR_LIMIT);
  refuse (many, KARNE_RENDER_ERROR_LIMIT);
  refuse (lengthy, KARNE_RENDER_ERROR_LIMIT);
}

/* Nesting that is allowed stays flat enough for an interface. */
static void
test_nesting (void)
{
  g_autofree char *nested = repeat ("<list><item>", "x", "</item></list>", 40);
  g_autoptr (KarneCda) cda = read_well (nested);
  g_autofree char *lines = dump (cda->body);

  g_assert_cmpstr (lines, ==, "I6.0 x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cda/paragraphs", test_paragraphs);
  g_test_add_func ("/cda/styles", test_styles);
  g_test_add_func ("/cda/lists", test_lists);
  g_test_add_func ("/cda/tables", test_tables);
  g_test_add_func ("/cda/preformatted", test_preformatted);
  g_test_add_func ("/cda/active", test_active);
  g_test_add_func ("/cda/sections", test_sections);
  g_test_add_func ("/cda/head", test_head);
  g_test_add_func ("/cda/dates", test_dates);
  g_test_add_func ("/cda/embedded", test_embedded);
  g_test_add_func ("/cda/elsewhere", test_elsewhere);
  g_test_add_func ("/cda/doctypes", test_doctypes);
  g_test_add_func ("/cda/xinclude", test_xinclude);
  g_test_add_func ("/cda/style-sheet", test_style_sheet);
  g_test_add_func ("/cda/bombs", test_bombs);
  g_test_add_func ("/cda/nesting", test_nesting);
  return g_test_run ();
}
