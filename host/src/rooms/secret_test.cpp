#include "rooms/secret.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace vuedeo::rooms {
namespace {

namespace fs = std::filesystem;

class Secret : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "vuedeo-secret-XXXXXX").string();
        dir_ = mkdtemp(pattern.data());
    }
    void TearDown() override { fs::remove_all(dir_); }
    fs::path dir_;
};

TEST_F(Secret, IsMadeOnceAndKept) {
    const std::string first = loadOrCreateSecret(dir_);
    EXPECT_EQ(first.size(), 64U);
    EXPECT_EQ(loadOrCreateSecret(dir_), first);
}

TEST_F(Secret, IsReadableByItsOwnerOnly) {
    loadOrCreateSecret(dir_);
    struct stat status {};
    ASSERT_EQ(stat((dir_ / "secret").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(Secret, IsRefusedWhenOthersMayReadIt) {
    loadOrCreateSecret(dir_);
    fs::permissions(dir_ / "secret", fs::perms::others_read, fs::perm_options::add);
    EXPECT_THROW(loadOrCreateSecret(dir_), std::runtime_error);
}

TEST_F(Secret, IsRefusedWhenTooShort) {
    std::ofstream(dir_ / "secret") << "short\n";
    fs::permissions(dir_ / "secret", fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_THROW(loadOrCreateSecret(dir_), std::runtime_error);
}

TEST_F(Secret, NamesTheFolderThatIsMissing) {
    try {
        loadOrCreateSecret(dir_ / "nowhere");
        FAIL() << "no error";
    } catch (const std::runtime_error& e) {
        EXPECT_NE(std::string(e.what()).find("nowhere"), std::string::npos);
    }
}

}  // namespace
}  // namespace vuedeo::rooms
