// Opens the database file for writing and brings its schema up to date, or refuses it untouched.
#pragma once
#include <string>

#include "connection.hpp"

namespace vuedeo::sqlite {

// Creates the file when it is missing. Throws DatabaseError for a file that is damaged or no
// database, and Error for one of another application or of a newer version of this plugin.
Connection openDatabase(const std::string& path);

// The same file for reading only.
Connection openReader(const std::string& path);

}  // namespace vuedeo::sqlite
