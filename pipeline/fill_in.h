#pragma once

#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster {

/// What the message left open, its page may say, and then its text as wire copy: an embargo that
/// stands there holds the article back as the field would. Neither overrules the message, but for
/// one thing: a text that is under embargo is withheld, whatever status is given. Where the text's
/// embargo has no time that is sure, `document.ed_note` says so and why, and no time is made up.
/// `received` is the time of the message, by which a time without a year is read unless the article
/// says when it was written.
void fill_in(Article& article, text::Document& document, Timestamp received);

}  // namespace copytaster
