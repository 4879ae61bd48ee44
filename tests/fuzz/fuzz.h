/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls; fuzz-replay.c calls it too, with the files of the corpus. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
