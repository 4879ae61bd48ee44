# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session for one test: a virtual display, a session bus and an accessibility bus of its
own, and a home that is a scratch folder. Nothing of the person's own session is used or changed, and
nothing is left: neither a process nor a file."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time

REQUIRED = ("Xvfb", "dbus-daemon", "openbox", "xdotool")
BUS_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
FONT = "Cantarell"
SCREEN = "1320x1000x24"

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36

# Only what the accessibility bus needs can be started over this bus: no portal, no settings daemon,
# nothing that answers differently on another machine.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={runtime}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# One family, drawn alike everywhere; another one only for the signs that it lacks.
FONTS_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/opentype/cantarell</dir>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <cachedir>{cache}/fontconfig</cachedir>
  <match target="pattern"><edit name="family" mode="prepend_first"><string>Cantarell</string></edit></match>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""


# Without a window manager nobody gives the keyboard back to a window when its dialog closes.
WINDOWS_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><focusLast>yes</focusLast><followMouse>no</followMouse></focus>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <keyboard/>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
  </mouse>
  <applications>
    <application class="*"><decor>no</decor></application>
    <application type="normal"><position force="yes"><x>0</x><y>0</y></position></application>
  </applications>
</openbox_config>
"""

# Where nothing composes the display, windows draw a thick frame themselves. A picture shows what
# they hold; the line around dialogs stays.
STYLE = """
window.solid-csd { margin: 0; padding: 0; border: none; border-radius: 0; box-shadow: none; }
window.solid-csd.messagedialog, window.solid-csd.dialog { border: 1px solid alpha(currentColor, 0.2); }
"""


class Missing(Exception):
    """What the display needs and this computer lacks; a test is skipped then."""


def is_own_setting(name):
    """Variables of the session the test was started from: none may reach into the scratch one."""
    return name.startswith(("XDG_", "GTK_", "GDK_", "GSK_", "ADW_", "LC_", "DBUS_", "AT_SPI_")) or name in (
        "DISPLAY",
        "XAUTHORITY",
        "WAYLAND_DISPLAY",
        "LANGUAGE",
        "LANG",
        "TZ",
        "NO_AT_BRIDGE",
        "DESKTOP_SESSION",
    )


def find_bus_launcher():
    for path in BUS_LAUNCHERS:
        if os.access(path, os.X_OK):
            return path
    raise Missing("at-spi2-core")


def check_requirements():
    for program in REQUIRED:
        if shutil.which(program) is None:
            raise Missing(program)
    find_bus_launcher()
    if not os.path.isdir("/usr/share/fonts/opentype/cantarell"):
        raise Missing("fonts-cantarell")


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, **options):
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent, **options)


def read_first_line(fd, limit, what):
    """Whatever a server says once it is ready."""
    os.set_blocking(fd, False)
    deadline = time.monotonic() + limit
    said = b""
    while b"\n" not in said:
        with contextlib.suppress(BlockingIOError):
            chunk = os.read(fd, 4096)
            if chunk == b"":
                break
            said += chunk
        if time.monotonic() > deadline:
            break
        time.sleep(0.005)
    if b"\n" not in said:
        raise RuntimeError(f"{what} did not start: {said!r}")
    return said.split(b"\n")[0].decode()


def start_saying(command, limit, **options):
    """command: a function from the descriptor to the command that writes a line there once it is ready."""
    here, there = os.pipe()
    try:
        process = start(command(there), pass_fds=[there], **options)
        os.close(there)
        return process, read_first_line(here, limit, os.path.basename(command(0)[0]))
    finally:
        os.close(here)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make_environment(scratch):
    env = {name: value for name, value in os.environ.items() if not is_own_setting(name)}
    for name, folder in (
        ("HOME", "home"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
        ("TMPDIR", "tmp"),
    ):
        env[name] = os.path.join(scratch, folder)
        os.mkdir(env[name], 0o700)
    env.update(
        XDG_DATA_DIRS="/usr/local/share:/usr/share",
        XDG_CONFIG_DIRS="/etc/xdg",
        FONTCONFIG_FILE=os.path.join(scratch, "fonts.conf"),
        GDK_BACKEND="x11",
        GSK_RENDERER="cairo",
        # No driver is looked for: it takes long to load, and leaks.
        GDK_DEBUG="gl-disable",
        GTK_A11Y="atspi",
        GSETTINGS_BACKEND="keyfile",
        LANG="C.UTF-8",
        LANGUAGE=os.environ.get("KARNE_TEST_LANGUAGE", "fr"),
        TZ="Indian/Reunion",
        KARNE_TEST_SCRATCH=scratch,
    )
    write(env["FONTCONFIG_FILE"], FONTS_CONFIG.format(cache=env["XDG_CACHE_HOME"]))
    write(os.path.join(env["XDG_CONFIG_HOME"], "gtk-4.0", "gtk.css"), STYLE)
    write_gtk_settings(env)
    return env


def write_gtk_settings(env):
    """Everything still, one font."""
    write(
        os.path.join(env["XDG_CONFIG_HOME"], "gtk-4.0", "settings.ini"),
        "[Settings]\n"
        f"gtk-font-name={FONT} 11\n"
        "gtk-xft-antialias=1\ngtk-xft-hinting=0\ngtk-xft-rgba=none\n"
        "gtk-icon-theme-name=Adwaita\n"
        "gtk-enable-animations=0\ngtk-cursor-blink=0\ngtk-overlay-scrolling=1\n"
        "gtk-decoration-layout=:close\n",
    )


def start_screen(env, screen, log):
    """The pixels are in a file that is mapped into the memory of the server: a picture is a read."""
    folder = os.path.join(env["KARNE_TEST_SCRATCH"], "screen")
    os.mkdir(folder, 0o700)
    process, number = start_saying(
        lambda fd: ["Xvfb", "-displayfd", str(fd), "-screen", "0", screen, "-dpi", "96", "-fbdir", folder,
                    "-noreset", "-nolisten", "tcp"],
        20, env=env, stderr=log,
    )  # fmt: skip
    env["DISPLAY"] = ":" + number
    env["KARNE_TEST_SCREEN"] = os.path.join(folder, "Xvfb_screen0")
    return process


def start_window_manager(env, log):
    config = os.path.join(env["KARNE_TEST_SCRATCH"], "openbox.xml")
    write(config, WINDOWS_CONFIG)
    manager = start(["openbox", "--sm-disable", "--config-file", config], env=env, stdout=log, stderr=log)
    wait_until(
        lambda: "window id" in ask(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], env), 20, "the window manager"
    )
    return manager


def start_buses(env, log):
    config = os.path.join(env["KARNE_TEST_SCRATCH"], "bus.conf")
    write(config, BUS_CONFIG.format(runtime=env["XDG_RUNTIME_DIR"]))
    bus, address = start_saying(
        lambda fd: ["dbus-daemon", "--nofork", "--nosyslog", "--config-file", config, f"--print-address={fd}"],
        20, env=env, stderr=log,
    )  # fmt: skip
    env["DBUS_SESSION_BUS_ADDRESS"] = address
    launcher = start([find_bus_launcher(), "--launch-immediately", "--a11y=1"], env=env, stdout=log, stderr=log)
    wait_for_accessibility(env, 20)
    return bus, launcher


def ask(command, env):
    return subprocess.run(command, env=env, capture_output=True, text=True).stdout.strip()


def wait_until(condition, limit, what):
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not start")
        time.sleep(0.01)


def wait_for_accessibility(env, limit):
    asked = ["dbus-send", "--session", "--print-reply=literal", "--dest=org.a11y.Bus", "/org/a11y/bus",
             "org.a11y.Bus.GetAddress"]  # fmt: skip

    def has_address():
        env["AT_SPI_BUS_ADDRESS"] = ask(asked, env)
        return env["AT_SPI_BUS_ADDRESS"] != ""

    wait_until(has_address, limit, "the accessibility bus")


# ---- The end ------------------------------------------------------------------------------------


def children_of(pid):
    with contextlib.suppress(OSError):
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    return []


def descendants_of(pid):
    found = []
    for child in children_of(pid):
        found += [child] + descendants_of(child)
    return found


def reap():
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass


def end_children(limit):
    """Whoever was started below, and lost its parent, has come to this process: it is a subreaper."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in descendants_of(os.getpid()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            reap()
            if not children_of(os.getpid()):
                return
            time.sleep(0.01)


@contextlib.contextmanager
def session(screen=SCREEN):
    """The environment of a session, which lasts as long as the block. One a process."""
    check_requirements()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    # The path of a socket has 107 letters at most.
    scratch = tempfile.mkdtemp(prefix="karne-desk-", dir="/tmp")
    try:
        env = make_environment(scratch)
        with open(os.path.join(scratch, "log"), "w", encoding="utf-8") as log:
            start_screen(env, screen, log)
            start_window_manager(env, log)
            start_buses(env, log)
            yield env
    finally:
        end_children(2)
        shutil.rmtree(scratch, ignore_errors=True)
