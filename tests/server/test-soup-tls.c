/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "karne-error.h"
#include "karne-raw-server.h"
#include "karne-test-clock.h"
#include "karne-test-exchange.h"
#include "net/karne-soup-transport.h"

#include <string.h>

#define TOKEN "Bearer not-for-everybody"
#define OK_JSON "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

/* A resolver that knows no name: the network is not asked. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
lookup_async (GResolver *resolver,
              const char *name,
              GResolverNameLookupFlags flags,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "No such name");
}

static GList *
lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

/* The system's proxy, as far as GLib knows: the one that a test names, else none. */
static char *system_proxy = NULL;

#define TEST_TYPE_PROXIES (test_proxies_get_type ())
G_DECLARE_FINAL_TYPE (TestProxies, test_proxies, TEST, PROXIES, GObject)

struct _TestProxies
{
  GObject parent_instance;
};

static void test_proxies_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProxies,
                               test_proxies,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      test_proxies_iface_init))

static char **
lookup_proxies (GProxyResolver *resolver,
                const char *uri,
                GCancellable *cancellable,
                GError **error)
{
  const char *proxies[] = { system_proxy != NULL ? system_proxy : "direct://", NULL };

  return g_strdupv ((char **) proxies);
}

static void
lookup_proxies_async (GProxyResolver *resolver,
                      const char *uri,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, lookup_proxies (resolver, uri, NULL, NULL),
                         (GDestroyNotify) g_strfreev);
}

static char **
lookup_proxies_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
test_proxies_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup_proxies;
  iface->lookup_async = lookup_proxies_async;
  iface->lookup_finish = lookup_proxies_finish;
}

static void
test_proxies_class_init (TestProxiesClass *klass)
{
}

static void
test_proxies_init (TestProxies *self)
{
}

typedef struct
{
  KarneRawServer *server;
  KarneTestClock *clock;
  KarneTransport *transport;
} Fixture;

static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *certificate =
      g_build_filename (g_getenv ("KARNE_TEST_DATA"), "tls", "server-cert.pem", NULL);
  g_autofree char *key =
      g_build_filename (g_getenv ("KARNE_TEST_DATA"), "tls", "server-key.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *loaded = g_tls_certificate_new_from_files (certificate, key, &error);

  g_assert_no_error (error);
  return loaded;
}

/* Makes this process believe that the test's certificate is among the system's. */
static void
trust_certificate (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("KARNE_TEST_DATA"), "tls", "server-cert.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
set_up (Fixture *fixture, gconstpointer plain)
{
  g_autoptr (GTlsCertificate) certificate = plain == NULL ? load_certificate () : NULL;

  fixture->server = karne_raw_server_new_tls (certificate);
  fixture->clock = karne_test_clock_new (0);
  fixture->transport = KARNE_TRANSPORT (karne_soup_transport_new (KARNE_CLOCK (fixture->clock)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (karne_test_clock_count_timeouts (fixture->clock), ==, 0);
  g_clear_object (&fixture->transport);
  g_clear_pointer (&fixture->server, karne_raw_server_free);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&system_proxy, g_free);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
}

static KarneResponse *
ask (Fixture *fixture, const char *url, GError **error)
{
  g_autoptr (KarneRequest) request = karne_request_new ("GET", url);

  karne_request_set_header (request, "Authorization", TOKEN);
  return karne_test_send (fixture->transport, request, NULL, error);
}

/* The ALPN extension of the greeting names http/1.1 and nothing else. */
static void
assert_offers_http_1_only (KarneRawServer *server)
{
  static const guint8 extension[] = { 0x00, 0x10, 0x00, 0x0b, 0x00, 0x09, 8,  'h',
                                      't',  't',  'p',  '/',  '1',  '.',  '1' };
  g_autoptr (GBytes) hello = karne_raw_server_dup_client_hello (server);
  gsize length;
  gconstpointer data = g_bytes_get_data (hello, &length);

  g_assert_nonnull (memmem (data, length, extension, sizeof extension));
}

static void
test_http_1_only (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = karne_raw_server_dup_url (fixture->server, "/fhir");
  g_autoptr (GError) error = NULL;

  trust_certificate ();
  karne_raw_server_answer (fixture->server, OK_JSON, -1, KARNE_RAW_KEEP);
  g_autoptr (KarneResponse) response = ask (fixture, url, &error);
  g_assert_no_error (error);
  g_autoptr (GByteArray) body = karne_test_read_all (karne_response_get_body (response), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (body->data, body->len, "{}", 2);
  g_autofree char *request = karne_raw_server_dup_request (fixture->server, 0);
  g_assert_true (g_str_has_prefix (request, "GET /fhir HTTP/1.1\r\n"));
  assert_offers_http_1_only (fixture->server);
}

/* The bytes are those above TLS, so that they compare with plain ones. */
static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = karne_raw_server_dup_url (fixture->server, "/fhir");
  g_autoptr (GError) error = NULL;
  guint64 sent, received;

  trust_certificate ();
  karne_raw_server_answer (fixture->server, OK_JSON, -1, KARNE_RAW_KEEP);
  g_autoptr (KarneResponse) response = ask (fixture, url, &error);
  g_assert_no_error (error);
  karne_test_drain (karne_response_get_body (response), &error);
  karne_transport_get_bytes (fixture->transport, &sent, &received, NULL);
  g_assert_cmpuint (received, ==, strlen (OK_JSON));
  g_assert_cmpuint (sent, ==, karne_raw_server_get_received (fixture->server));
}

static void
assert_refused (Fixture *fixture, const char *url)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (fixture, url, &error));
  g_assert_error (error, KARNE_ERROR, KARNE_ERROR_CERTIFICATE);
  g_assert_false (karne_error_is_transient (error));
  g_assert_cmpuint (karne_raw_server_count_requests (fixture->server), ==, 0);
}

static void
test_unknown_certificate (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = karne_raw_server_dup_url (fixture->server, "/fhir");

  assert_refused (fixture, url);
}

/* It is known, but says that it is somebody else. */
static void
test_certificate_of_another (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url =
      g_strdup_printf ("https://localhost:%u/fhir", karne_raw_server_get_port (fixture->server));

  trust_certificate ();
  assert_refused (fixture, url);
}

/* It took the connection, and our greeting, and says nothing. */
static void
test_silence_in_handshake (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url =
      g_strdup_printf ("https://127.0.0.1:%u/fhir", karne_raw_server_get_port (fixture->server));
  g_autoptr (KarneRequest) request = karne_request_new ("GET", url);
  g_autoptr (GError) error = NULL;
  KarneTestWait wait = { NULL };

  karne_transport_send_async (fixture->transport, request, NULL, karne_test_wait_cb, &wait);
  while (karne_raw_server_get_received (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  karne_test_settle ();
  g_assert_null (wait.result);
  karne_test_clock_advance (fixture->clock, 60 * G_USEC_PER_SEC);
  g_autoptr (GAsyncResult) result = karne_test_wait_for (&wait);
  g_assert_null (karne_transport_send_finish (fixture->transport, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

/* TLS says by itself whether it was ended or cut: what HTTP cannot tell is an error here. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  const char *message = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nnot all of it";
  g_autofree char *url = karne_raw_server_dup_url (fixture->server, "/fhir");
  const KarneRawThen ends[] = { KARNE_RAW_CLOSE, KARNE_RAW_RESET };

  trust_certificate ();
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (GError) error = NULL;

      karne_raw_server_answer (fixture->server, message, -1, ends[i]);
      g_autoptr (KarneResponse) response = ask (fixture, url, &error);
      if (response != NULL)
        {
          karne_test_drain (karne_response_get_body (response), &error);
        }
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_true (karne_error_is_transient (error));
    }
}

static void
test_unknown_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_autoptr (GError) error = NULL;

  g_resolver_set_default (resolver);
  g_assert_null (ask (fixture, "https://fhir.test/secret", &error));
  g_resolver_set_default (before);
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_true (karne_error_is_transient (error));
  g_assert_null (strstr (error->message, "secret"));
}

/* The system's proxy is asked for a tunnel, and learns nothing but the name of the server. What it
 * says itself is not what the server says. */
static void
check_proxy (Fixture *fixture, const char *answer, int code)
{
  guint asked = karne_raw_server_count_requests (fixture->server);
  g_autoptr (GError) error = NULL;

  karne_raw_server_answer (fixture->server, answer, -1, KARNE_RAW_CLOSE);
  g_assert_null (ask (fixture, "https://fhir.test/secret", &error));
  g_assert_error (error, G_IO_ERROR, code);

  g_autofree char *request = karne_raw_server_dup_request (fixture->server, asked);
  g_assert_true (g_str_has_prefix (request, "CONNECT fhir.test:443 HTTP/1.1\r\n"));
  g_assert_null (strstr (request, "Authorization"));
  g_assert_null (strstr (request, "secret"));
}

static void
test_proxy (Fixture *fixture, gconstpointer data)
{
  system_proxy = karne_raw_server_dup_url (fixture->server, "");
  check_proxy (fixture,
               "HTTP/1.1 403 No\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
               G_IO_ERROR_PROXY_FAILED);
  check_proxy (fixture, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", G_IO_ERROR_PROXY_FAILED);
  check_proxy (fixture,
               "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
               "Content-Length: 0\r\n\r\n",
               G_IO_ERROR_PROXY_NEED_AUTH);
  check_proxy (fixture, "HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1/\r\n\r\n",
               G_IO_ERROR_PROXY_FAILED);
}

/* What goes to this computer in the clear does not go through a proxy. */
static void
test_no_proxy_for_loopback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KarneRawServer) proxy = karne_raw_server_new ();
  g_autofree char *url = karne_raw_server_dup_url (fixture->server, "/fhir");
  g_autoptr (GError) error = NULL;

  system_proxy = karne_raw_server_dup_url (proxy, "");
  karne_raw_server_answer (fixture->server, OK_JSON, -1, KARNE_RAW_CLOSE);
  g_autoptr (KarneResponse) response = ask (fixture, url, &error);
  g_assert_no_error (error);
  g_assert_nonnull (response);
  g_assert_cmpuint (karne_raw_server_count_connections (proxy), ==, 0);
}

static gboolean
has_tls (void)
{
  return g_tls_backend_supports_tls (g_tls_backend_get_default ());
}

#define ADD(path, plain, function)                                                                 \
  g_test_add ("/soup-tls/" path, Fixture, plain, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "karne-test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TEST_TYPE_PROXIES,
                                  "karne-test", 1000);
  if (has_tls ())
    {
      ADD ("http-1-only", NULL, test_http_1_only);
      ADD ("bytes", NULL, test_bytes);
      ADD ("unknown-certificate", NULL, test_unknown_certificate);
      ADD ("certificate-of-another", NULL, test_certificate_of_another);
      ADD ("cut", NULL, test_cut);
      ADD ("silence-in-handshake", "plain", test_silence_in_handshake);
    }
  ADD ("unknown-name", "plain", test_unknown_name);
  ADD ("proxy", "plain", test_proxy);
  ADD ("no-proxy-for-loopback", "plain", test_no_proxy_for_loopback);
  return g_test_run ();
}
