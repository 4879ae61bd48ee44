/* SPDX-License-Identifier: GPL-3.0-or-later */

/* desk-sample [FAULT…]: a window as it should be, and on demand one deliberate fault of each kind
 * that the tests of the application look for. It is how they are tested themselves. */

#include <adwaita.h>

/* Longer than any goal for a main loop, shorter than any patience. */
#define STALL_MS 200

typedef void (*FaultFunc) (GtkBox *page);

static void
add (GtkBox *page, GtkWidget *widget)
{
  gtk_box_append (page, widget);
}

static void
set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* ---- Faults ---- */

static void
add_nameless_button (GtkBox *page)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  add (page, button);
}

static void
add_doubled_name (GtkBox *page)
{
  add (page, gtk_button_new_with_mnemonic ("_Save"));
}

static void
add_nameless_row (GtkBox *page)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_append (GTK_LIST_BOX (list), gtk_label_new ("A row that says nothing of itself"));
  set_label (list, "Unnamed rows");
  add (page, list);
}

static void
add_mouse_only (GtkBox *page)
{
  GtkWidget *button = gtk_button_new_with_label ("For the mouse only");

  gtk_widget_set_focusable (button, FALSE);
  add (page, button);
}

/* An object for clicks that assistive technology takes for a heap of boxes. */
static void
add_mouse_only_box (GtkBox *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (box), gtk_label_new ("A box for the mouse only"));
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (gtk_gesture_click_new ()));
  add (page, box);
}

/* Its text takes the focus, and no event says so. */
static void
add_silent_focus (GtkBox *page)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "A silent entry");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  set_label (list, "Silent");
  add (page, list);
}

static void
add_ellipsis (GtkBox *page)
{
  GtkWidget *label =
      gtk_label_new ("A line that is a good deal longer than the narrow window it has to live in");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  add (page, label);
}

/* Its place is smaller than its text: the end is not drawn. */
static void
add_clipped (GtkBox *page)
{
  GtkWidget *window = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_max_content_width (GTK_SCROLLED_WINDOW (window), 60);
  gtk_widget_set_size_request (window, 60, -1);
  gtk_widget_set_halign (window, GTK_ALIGN_START);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window),
                                 gtk_label_new ("A line without room around it"));
  gtk_widget_set_focusable (window, FALSE);
  add (page, window);
}

static void
add_too_wide (GtkBox *page)
{
  add (page, gtk_label_new (
                 "A line that makes the window wider than the narrow screen it has to live in"));
}

static void
warn_cb (GtkButton *button, gpointer user_data)
{
  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "MESSAGE", "A deliberate warning");
}

static void
add_warning (GtkBox *page)
{
  GtkWidget *button = gtk_button_new_with_label ("Warn");

  g_signal_connect (button, "clicked", G_CALLBACK (warn_cb), NULL);
  add (page, button);
}

static void
stall_cb (GtkButton *button, gpointer user_data)
{
  g_usleep (STALL_MS * 1000);
}

static void
add_stall (GtkBox *page)
{
  GtkWidget *button = gtk_button_new_with_label ("Stall");

  g_signal_connect (button, "clicked", G_CALLBACK (stall_cb), NULL);
  add (page, button);
}

/* No fault: the day, as the program believes it to be. */
static void
add_clock (GtkBox *page)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  add (page, gtk_label_new (day));
}

static const struct
{
  const char *name;
  FaultFunc add;
} faults[] = {
  { "clipped", add_clipped },
  { "clock", add_clock },
  { "doubled-name", add_doubled_name },
  { "ellipsis", add_ellipsis },
  { "mouse-only", add_mouse_only },
  { "mouse-only-box", add_mouse_only_box },
  { "nameless-button", add_nameless_button },
  { "nameless-row", add_nameless_row },
  { "silent-focus", add_silent_focus },
  { "stall", add_stall },
  { "too-wide", add_too_wide },
  { "warning", add_warning },
};

/* ---- What is right ---- */

static void
say_cb (GtkWidget *button, gpointer label)
{
  gtk_label_set_label (GTK_LABEL (label), "Saved");
}

static void
add_row (GtkListBox *list, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_append (list, row);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer label)
{
  gtk_label_set_label (GTK_LABEL (label),
                       adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

static GtkWidget *
make_list (GtkWidget *outcome)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  set_label (list, "Letters");
  add_row (GTK_LIST_BOX (list), "Alpha");
  add_row (GTK_LIST_BOX (list), "Beta");
  add_row (GTK_LIST_BOX (list), "Gamma");
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), outcome);
  return list;
}

static GtkWidget *
make_page (void)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *outcome = gtk_label_new ("Nothing yet");
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_with_label ("Save");

  set_label (entry, "Word");
  g_signal_connect (button, "clicked", G_CALLBACK (say_cb), outcome);
  add (GTK_BOX (page), outcome);
  add (GTK_BOX (page), entry);
  add (GTK_BOX (page), button);
  add (GTK_BOX (page), make_list (outcome));
  return page;
}

static GtkWidget *
make_header (void)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  set_label (button, "Refresh");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), button);
  return header;
}

static void
make_window (AdwApplication *app, char **wanted)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (app));
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = make_page ();

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_strv_contains ((const char *const *) wanted, faults[i].name))
      faults[i].add (GTK_BOX (page));
  gtk_window_set_title (GTK_WINDOW (window), "Sample");
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 720);
  gtk_box_append (GTK_BOX (content), make_header ());
  gtk_box_append (GTK_BOX (content), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
}

static void
activate_cb (AdwApplication *app, gpointer user_data)
{
  make_window (app, user_data);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app =
      adw_application_new ("re.karne.Sample", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), argv + 1);
  return g_application_run (G_APPLICATION (app), 1, argv);
}
