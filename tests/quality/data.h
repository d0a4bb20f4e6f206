#pragma once

#include <rapidjson/document.h>

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/tagging/model.h"
#include "pipeline/annotate/topics.h"
#include "pipeline/text/document.h"

namespace copytaster::quality {

/// The labelled sets: COPYTASTER_DATA, else ../shared/data beside the source tree.
[[nodiscard]] std::filesystem::path data_folder();

/// The shipped word lists and topics of this source tree; ends the program when they are damaged.
[[nodiscard]] const annotate::Lexicons& shipped_lexicons();
[[nodiscard]] const annotate::TopicModel& shipped_topics();
[[nodiscard]] const annotate::EntityModel& shipped_entities();

/// The bytes of a file below data_folder(); empty where there is no such file.
[[nodiscard]] std::string bytes_of(const std::filesystem::path& file);

/// The lines of a file below data_folder(), without their ends; none where there is no such file.
[[nodiscard]] std::vector<std::string> lines_of(const std::filesystem::path& file);

/// The JSON objects of a file of JSON lines below data_folder().
[[nodiscard]] std::vector<rapidjson::Document> objects_of(const std::filesystem::path& file);

/// The fields of one line of comma-separated values, quotes removed.
[[nodiscard]] std::vector<std::string> csv_fields(const std::string& line);

/// The body of an article of ecbplus_dev: its sentences, less a first one that is the page's
/// address.
[[nodiscard]] std::string ecbplus_body(const rapidjson::Document& article);

/// The document that the pipeline makes of an article; empty where it rejects it.
[[nodiscard]] text::Document document_of(std::string title, std::string body);

}  // namespace copytaster::quality
