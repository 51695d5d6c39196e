#include "import/position_file.hpp"

#include <gtest/gtest.h>

#include "config/test_folder.hpp"

namespace vuedeo::import {
namespace {

TEST(PositionFile, IsAtTheBeginningUntilOneIsSaved) {
    const config::TestFolder folder;
    const PositionFile file(positionPath(folder.path(), "a"));
    EXPECT_EQ(file.load(), "");
    file.save("here");
    file.save("there");
    EXPECT_EQ(PositionFile(file.path()).load(), "there");
    file.remove();
    EXPECT_EQ(file.load(), "");
}

TEST(PositionFile, IsAnotherForEachIdentityAndRepeatsNothingOfIt) {
    const auto path = positionPath("/data", "postgres://user:secret@host/database");
    EXPECT_EQ(path, positionPath("/data", "postgres://user:secret@host/database"));
    EXPECT_NE(path, positionPath("/data", "postgres://user:secret@host/other"));
    EXPECT_EQ(path.parent_path(), "/data/import");
    EXPECT_EQ(path.filename().string().find_first_not_of("0123456789abcdef"), std::string::npos);
}

}  // namespace
}  // namespace vuedeo::import
