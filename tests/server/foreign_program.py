# SPDX-License-Identifier: LGPL-2.1-or-later
"""Our shared library in a Python that may have met another SQLite before.

    foreign_program.py ORDER LIBRARY PATH

ORDER says what is loaded first: `karne`, `sqlite3` (Python's own module), or `global` (plain SQLite, its symbols
given to everybody). Makes a store at PATH and prints what came of it. (The module `sqlite3` cannot be loaded after our
library: plain SQLite came with libsoup by then, bound to SQLCipher's functions, and crashes.)
"""
import ctypes
import sys

order, library, path = sys.argv[1:]
try:
    if order == "sqlite3":
        import sqlite3
        sqlite3.connect(":memory:").execute("SELECT 1")
    if order == "global":
        ctypes.CDLL("libsqlite3.so.0", mode=ctypes.RTLD_GLOBAL)
    gio = ctypes.CDLL("libgio-2.0.so.0")
except (ImportError, OSError) as error:
    print("skip:", error)
    sys.exit()
karne = ctypes.CDLL(library)


class Error(ctypes.Structure):
    _fields_ = [("domain", ctypes.c_uint32), ("code", ctypes.c_int), ("message", ctypes.c_char_p)]


for function in (gio.g_file_new_for_path, karne.karne_key_new_random, karne.karne_store_create):
    function.restype = ctypes.c_void_p
karne.karne_error_quark.restype = ctypes.c_uint32
karne.karne_store_create.argtypes = [ctypes.c_void_p] * 3
karne.karne_store_close.argtypes = [ctypes.c_void_p] * 2
gio.g_file_new_for_path.argtypes = [ctypes.c_char_p]

NOT_SEALED = 4
error = ctypes.POINTER(Error)()
key = karne.karne_key_new_random(None)
file = gio.g_file_new_for_path(path.encode())
store = karne.karne_store_create(file, key, ctypes.byref(error))
if store and karne.karne_store_close(store, None):
    print("sealed")
elif error.contents.domain == karne.karne_error_quark() and error.contents.code == NOT_SEALED:
    print("not sealed")
else:
    print(error.contents.message.decode())
