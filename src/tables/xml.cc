#include "tables/xml.h"

#include <expat.h>

#include "base/check.h"

namespace temujanji::tables {
namespace {

std::string_view without_prefix(std::string_view name) {
  return name.substr(name.find(':') + 1);
}

}  // namespace

struct XmlReader::Parser {
  XmlHandlers handlers;
  XML_Parser expat = XML_ParserCreate(nullptr);

  static Parser& of(void* parser) { return *static_cast<Parser*>(parser); }
  static void on_begin(void* parser, const XML_Char* name, const XML_Char** attributes) {
    of(parser).handlers.begin(without_prefix(name), XmlAttributes(attributes));
  }
  static void on_end(void* parser, const XML_Char* name) { of(parser).handlers.end(without_prefix(name)); }
  static void on_text(void* parser, const XML_Char* text, int length) {
    of(parser).handlers.text({text, static_cast<std::size_t>(length)});
  }
  static void on_document_type(void* parser, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    XML_StopParser(of(parser).expat, XML_FALSE);
  }
};

std::string_view XmlAttributes::value(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (without_prefix(pair[0]) == name) return pair[1];
  }
  return {};
}

XmlReader::XmlReader(XmlHandlers handlers) : parser_(std::make_unique<Parser>(Parser{std::move(handlers)})) {
  CHECK(parser_->expat != nullptr);
  XML_SetUserData(parser_->expat, parser_.get());
  XML_SetElementHandler(parser_->expat, Parser::on_begin, Parser::on_end);
  XML_SetCharacterDataHandler(parser_->expat, Parser::on_text);
  XML_SetStartDoctypeDeclHandler(parser_->expat, Parser::on_document_type);
}

XmlReader::~XmlReader() {
  XML_ParserFree(parser_->expat);
}

bool XmlReader::take(std::string_view piece) {
  return XML_Parse(parser_->expat, piece.data(), static_cast<int>(piece.size()), XML_FALSE) == XML_STATUS_OK;
}

bool XmlReader::finish() {
  return XML_Parse(parser_->expat, "", 0, XML_TRUE) == XML_STATUS_OK;
}

}  // namespace temujanji::tables
