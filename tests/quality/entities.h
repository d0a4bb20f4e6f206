#pragma once

#include "tests/quality/report.h"

namespace copytaster::quality {

/// Exact span and type of people, organisations and places, micro-averaged, on every labelled set
/// that is there: precision, recall and F1, of all and of each type, by the shipped model and by
/// the rules alone. A set that the model's card names is refused.
[[nodiscard]] Report measure_entities();

/// The same by models that are trained here and now on other sets than they are scored on: minutes.
[[nodiscard]] Report measure_trained_entities();

}  // namespace copytaster::quality
