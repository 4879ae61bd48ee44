/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

/**
 * KARNE_API:
 *
 * Marks what the library offers to the outside. Everything else is hidden.
 */
#define KARNE_API __attribute__ ((visibility ("default"))) extern
