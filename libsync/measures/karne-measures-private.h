/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "measures/karne-decimal-private.h"
#include "measures/karne-measures.h"

G_BEGIN_DECLS

/* In mg/dL, exactly; FALSE where it is no number. */
gboolean karne_glucose_to_mg_dl (const char *number, KarneGlucoseUnit unit, KarneDecimal *value);
/* The codes of a kind, without their systems; NULL for OTHER. */
const char *const *karne_measure_kind_get_codes (KarneMeasureKind kind);

/* How a value, as it was written, compares with a bound: as strcmp () has it. FALSE where the units
 * cannot be compared. Between mmol/L and the others, which never meet on a round number, it is the
 * whole mg/dL that counts: 10.0 mmol/L is 180 mg/dL. */
gboolean karne_measurement_compare (const KarneMeasurement *self,
                                    const char *bound,
                                    const char *unit,
                                    int *order);

G_END_DECLS
