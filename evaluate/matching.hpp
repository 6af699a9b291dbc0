// matching.hpp: does an entry agree with a gold entry (docs/gold.md)?
//
// Works on JSON: gold files as they stand, entries as entries/entry_json.hpp writes them.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chancery {

// True when the entry's value answers the gold value of that field: a list in gold where the entry
// has one value means any of these; actors compare by id and by those inner fields that gold gives;
// lists of actors compare as sets; text compares without case; units without number ("project",
// "projects").
bool agrees(std::string_view field, const nlohmann::ordered_json& gold,
            const nlohmann::ordered_json& entry);

// True when kind and key fields agree (all that gold gives of them).
bool same_key(const nlohmann::ordered_json& gold, const nlohmann::ordered_json& entry);

// True when every field that gold gives agrees, the anchor aside: for the present and absent
// entries of a trap.
bool agrees_whole(const nlohmann::ordered_json& gold, const nlohmann::ordered_json& entry);

// The fields of a gold entry that are scored apart, by name ("period", "speaker.office"), and
// whether they agree.
std::vector<std::pair<std::string, bool>> score_fields(const nlohmann::ordered_json& gold,
                                                       const nlohmann::ordered_json& entry);

// The largest one-to-one matching of `left` to `right` over the pairs allowed; result[i] is the
// partner of left i or -1. Of equal size, earlier partners come first.
std::vector<int> match_one_to_one(std::size_t left, std::size_t right,
                                  const std::vector<std::vector<int>>& allowed);

}  // namespace chancery
