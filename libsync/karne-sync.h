/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* All of the library. A program links SQLCipher before anything that brings plain SQLite along, as
 * libsoup does: opening a space fails with KARNE_ERROR_NOT_SEALED otherwise. */

#include "engine/karne-clock.h"
#include "engine/karne-document.h"
#include "engine/karne-sync.h"
#include "fhir/karne-kinds.h"
#include "karne-error.h"
#include "karne-macros.h"
#include "keys/karne-key.h"
#include "model/karne-enums.h"
#include "model/karne-list.h"
#include "model/karne-resource.h"
#include "model/karne-sync-status.h"
#include "net/karne-soup-transport.h"
#include "net/karne-transport.h"
#include "platform/karne-platform.h"
#include "store/karne-space.h"
#include "store/karne-store-check.h"
#include "store/karne-store.h"
#include "store/karne-view.h"
#include "words/karne-words.h"
