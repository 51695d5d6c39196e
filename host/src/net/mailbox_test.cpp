#include "net/mailbox.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace vuedeo::net {
namespace {

class MailboxTest : public testing::Test {
protected:
    Mailbox::Task write(char letter) {
        return [this, letter] { written_ += letter; };
    }
    bool hasMail() const {
        pollfd descriptor{mailbox_->descriptor(), POLLIN, 0};
        return ::poll(&descriptor, 1, 0) == 1;
    }

    std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
    std::string written_;
};

TEST_F(MailboxTest, KeepsTasksInTheirOrder) {
    std::thread([this] {
        mailbox_->post(write('a'));
        mailbox_->post(write('b'));
    }).join();
    EXPECT_TRUE(hasMail());
    mailbox_->runTasks();
    EXPECT_EQ(written_, "ab");
}

TEST_F(MailboxTest, NeedsNoSignalForTasksOfItsOwnThread) {
    mailbox_->attach();
    mailbox_->post(write('a'));
    EXPECT_FALSE(hasMail());
    EXPECT_TRUE(mailbox_->hasOwnTasks());
    mailbox_->close();
}

TEST_F(MailboxTest, GetsTasksThatArePostedTogetherInOnePiece) {
    const auto other = std::make_shared<Mailbox>();
    Mailbox::postTogether([&] {
        mailbox_->post(write('a'));
        Mailbox::postTogether([&] { other->post(write('x')); });
        mailbox_->post(write('b'));
        EXPECT_FALSE(hasMail());
    });
    EXPECT_TRUE(hasMail());
    mailbox_->runTasks();
    EXPECT_EQ(written_, "ab");
    other->runTasks();
    EXPECT_EQ(written_, "abx");
    mailbox_->post(write('c'));
    mailbox_->runTasks();
    EXPECT_EQ(written_, "abxc");
}

TEST_F(MailboxTest, GetsWhatWasPostedBeforeTheWorkFailed) {
    EXPECT_THROW(Mailbox::postTogether([&] {
                     mailbox_->post(write('a'));
                     throw std::runtime_error("too bad");
                 }),
                 std::runtime_error);
    mailbox_->runTasks();
    EXPECT_EQ(written_, "a");
}

TEST_F(MailboxTest, DropsTasksOnceItIsClosed) {
    const auto held = std::make_shared<int>();
    mailbox_->close();
    mailbox_->post([held] {});
    Mailbox::postTogether([&] { mailbox_->post([held] {}); });
    EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace vuedeo::net
