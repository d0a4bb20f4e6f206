#pragma once

#include <vector>

#include "pipeline/annotate/name_spans.h"
#include "pipeline/annotate/tagging/model.h"
#include "pipeline/text/document.h"

namespace copytaster::annotate {

/// What the rules, or a model on top of them, found in a headline and a body.
struct DocumentNames {
  Names headline;
  Names body;
};

/// Puts the model's names in the place of the rules'. What the lexicons know of each is kept: a
/// name that the rules found too keeps their entry and evidence.
void name_by_model(const text::Document& document, const Lexicons& lexicons,
                   const EntityModel& model, DocumentNames& names);

}  // namespace copytaster::annotate
