// The table of a plugin's kind, held against ABI 1.0 before the host ever calls through it.
#pragma once
#include "plugins/manifest.hpp"

namespace vuedeo::plugins {

// The id of the interface that a plugin of this kind must offer.
const char* interfaceId(Kind kind) noexcept;

// Throws std::runtime_error when the table is NULL, shorter than that of ABI 1.0, or leaves a
// function NULL that is not optional.
void checkInterface(const Manifest& manifest, const void* table);

}  // namespace vuedeo::plugins
