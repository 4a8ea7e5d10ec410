#pragma once
#include "base/id.h"

namespace temujanji::domain {

using OfficeId = base::Id<struct OfficeTag>;
using ServiceId = base::Id<struct ServiceTag>;
using PoolId = base::Id<struct PoolTag>;
using SlotId = base::Id<struct SlotTag>;
using AppointmentId = base::Id<struct AppointmentTag>;
using EventId = base::Id<struct EventTag>;
using HoldId = base::Id<struct HoldTag>;
using ClosureId = base::Id<struct ClosureTag>;
using DayChangeId = base::Id<struct DayChangeTag>;
using BulkCancellationId = base::Id<struct BulkCancellationTag>;
using ChangeId = base::Id<struct ChangeTag>;
using StaffId = base::Id<struct StaffTag>;
using SessionId = base::Id<struct SessionTag>;
using TicketId = base::Id<struct TicketTag>;
using TicketEventId = base::Id<struct TicketEventTag>;
using ApprovalId = base::Id<struct ApprovalTag>;
using BlockId = base::Id<struct BlockTag>;
using AppealId = base::Id<struct AppealTag>;
using AnnouncementId = base::Id<struct AnnouncementTag>;
using PageTextId = base::Id<struct PageTextTag>;

}  // namespace temujanji::domain
