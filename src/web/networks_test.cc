#include "web/networks.h"

#include <gtest/gtest.h>

#include "base/fault.h"

namespace temujanji::web {
namespace {

TEST(networks, contain_what_lies_within_both_edges) {
  struct Row {
    std::string_view networks;
    std::string_view address;
    bool within;
  };
  const Row rows[] = {
      {"192.0.2.0/24", "192.0.2.0", true},         {"192.0.2.0/24", "192.0.2.255", true},
      {"192.0.2.0/24", "192.0.1.255", false},      {"192.0.2.0/24", "192.0.3.0", false},
      {"192.0.2.0/24", "::ffff:192.0.2.9", true},  {"10.0.0.0/9", "10.127.255.255", true},
      {"10.0.0.0/9", "10.128.0.0", false},         {"127.0.0.1", "127.0.0.1", true},
      {"127.0.0.1", "127.0.0.2", false},           {"0.0.0.0/0", "203.0.113.1", true},
      {"0.0.0.0/0", "2001:db8::1", false},         {"::/0", "203.0.113.1", true},
      {"2001:db8::/32", "2001:db8:ffff::1", true}, {"2001:db8::/32", "2001:db9::", false},
      {"::1, 10.0.0.0/8", "10.1.1.1", true},       {"", "10.1.1.1", false},
      {"192.0.2.77/24", "192.0.2.1", true},        {"10.0.0.0/8", "nonsense", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Networks::parse(row.networks).contains(row.address), row.within)
        << row.networks << " " << row.address;
  }
}

TEST(networks, refuse_what_is_none) {
  for (const std::string_view text : {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0", "::/129", "a", "1.1.1.1,", "/8",
                                      "10.0.0.0/", "10.0.0.0/8x"}) {
    EXPECT_THROW((void)Networks::parse(text), base::UsageFault) << text;
  }
}

TEST(addresses, are_counted_by_prefix) {
  EXPECT_EQ(to_address(*parse_address("192.0.2.77")).prefix, "192.0.2.0/24");
  EXPECT_EQ(to_address(*parse_address("::ffff:192.0.2.77")).text, "192.0.2.77");
  EXPECT_EQ(to_address(*parse_address("2001:db8:1:2:3::4")).prefix, "2001:db8:1::/48");
  EXPECT_FALSE(parse_address(std::string_view("1.1.1.1\0", 8)));
}

TEST(addresses, are_believed_only_as_far_as_proxies_are_trusted) {
  const Networks trusted = Networks::parse("10.0.0.0/8");
  struct Row {
    std::string_view peer;
    std::string_view forwarded;
    std::string_view client;
  };
  const Row rows[] = {
      {"192.0.2.1", "198.51.100.1", "192.0.2.1"},
      {"10.0.0.1", "198.51.100.1", "198.51.100.1"},
      {"10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"},
      {"10.0.0.1", "6.6.6.6, 198.51.100.1, 10.2.2.2", "198.51.100.1"},
      {"10.0.0.1", "", "10.0.0.1"},
      {"10.0.0.1", "unknown", "10.0.0.1"},
      {"10.0.0.1", "10.0.0.2", "10.0.0.2"},
  };
  for (const Row& row : rows) {
    const AddressBytes client = client_of(*parse_address(row.peer), row.forwarded, trusted);
    EXPECT_EQ(to_address(client).text, row.client) << row.forwarded;
  }
}

}  // namespace
}  // namespace temujanji::web
