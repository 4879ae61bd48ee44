/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* Whether this is built with AddressSanitizer: many times as slow, so that what goes many rounds
 * goes fewer. One compiler says so by a macro, the other by a feature. */
#if defined(__SANITIZE_ADDRESS__)
#define KARNE_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KARNE_TEST_SANITIZED 1
#endif
#endif
#ifndef KARNE_TEST_SANITIZED
#define KARNE_TEST_SANITIZED 0
#endif
