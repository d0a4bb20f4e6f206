#pragma once

#include <string_view>

/// Three invented reports of one accident: an agency's, the same one reworded throughout, and
/// another reporter's.
namespace copytaster::testing {

inline constexpr std::string_view kBridge =
    "A barge loaded with gravel struck the Tormouth bridge early on Tuesday, cutting the town in "
    "two and leaving 14,000 people without their usual way to work. The vessel, the Marieke, lost "
    "power about 300 metres above the bridge at 5:40 a.m., harbour master Ingrid Solberg said. "
    "Its crew of four dropped anchor, but the current carried it into the second pier. Nobody was "
    "hurt. Engineers from the national roads agency found a crack of two metres in the pier and "
    "closed the bridge to all traffic, trains included. Repairs will take at least six weeks and "
    "cost about 3.2 million crowns, the agency's director, Pavel Hrubec, told reporters. The "
    "council has hired three ferries, which will run every 20 minutes from Thursday. Schools on "
    "the eastern bank will stay closed until Friday. It is the second accident at the bridge in "
    "five years: in 2019 a sand dredger damaged the same pier, and a parliamentary report then "
    "called for a steel fender, which was never built because of its price of 900,000 crowns. The "
    "owner of the Marieke, Nordvik Shipping, said it was cooperating with the police and had sent "
    "its own inspectors to Tormouth.";

inline constexpr std::string_view kBridgeReworded =
    "Tormouth woke up divided on Tuesday after a gravel-laden barge rammed the town's bridge, "
    "depriving some 14,000 residents of their normal route to work. According to harbour master "
    "Ingrid Solberg, the Marieke suffered a loss of power at 5:40 a.m. roughly 300 metres "
    "upstream. Although the four-strong crew let go the anchor, the current pushed the vessel "
    "against the second pier. There were no injuries. A two-metre crack was discovered in that "
    "pier by engineers of the national roads agency, who shut the crossing for all traffic, "
    "including trains. Pavel Hrubec, who heads the agency, put the cost of repairs at around 3.2 "
    "million crowns and said that they would need six weeks or more. Three ferries hired by the "
    "council are to operate every 20 minutes starting on Thursday, while schools on the eastern "
    "bank remain shut until Friday. The accident is the bridge's second within five years. Back "
    "in 2019 the very same pier was damaged by a sand dredger; parliament's report at that time "
    "recommended a steel fender, but with a price tag of 900,000 crowns it never got built. "
    "Nordvik Shipping, which owns the Marieke, stated that its own inspectors were on their way "
    "to Tormouth and that it was working with police.";

inline constexpr std::string_view kBridgeByAnother =
    "Commuters in Tormouth faced hours of delay on Tuesday as police closed the only bridge "
    "across the estuary after a cargo vessel ran into it before dawn. Railway operator Kelda "
    "Trains cancelled 60 services and asked passengers to change at Westerby. \"We heard a bang "
    "like an explosion and the whole house shook,\" said Martha Quill, 71, who lives beside the "
    "eastern ramp. Divers will examine the pier on Wednesday. Mayor Tom Achterberg demanded that "
    "the government pay for a new crossing, which the town has wanted since a dredger hit the "
    "bridge in 2019. Harbour master Ingrid Solberg said the barge, carrying gravel to a building "
    "site, had drifted without power. Shares in its owner, Nordvik Shipping, fell 4 percent. "
    "Shops near the market were almost empty at noon, and the ferry company said that it had been "
    "asked for three boats. The roads agency expects the bridge to be closed for weeks. About "
    "14,000 people use it each day.";

}  // namespace copytaster::testing
