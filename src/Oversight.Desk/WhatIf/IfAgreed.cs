using System.Text.Json;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Record.Catalogue;
using Oversight.Record.Segments;

namespace Oversight.Desk.WhatIf;

/// <summary>What would be otherwise if a proposal of a segment were agreed as it was made.</summary>
public static class IfAgreed
{
    /// <summary>The answer for the day on which it would take effect, or today where that has passed; null where the proposal is not open.</summary>
    /// <param name="record">The record as whoever asks sees it.</param>
    /// <param name="subject">The organisation's subject.</param>
    /// <param name="proposal">The id of the proposal's entry.</param>
    /// <param name="now">When it is asked, as if it were agreed then, by somebody else than who proposed it.</param>
    public static WhatIfAnswer? Of(RecordAt record, SubjectId subject, Guid proposal, DateTimeOffset now)
    {
        var today = London.DayOf(now);
        if (
            record.TimelineOf(subject) is not { } timeline
            || OpenProposal.Of(timeline, proposal) is not { Content: var proposed }
        )
        {
            return null;
        }

        var effective = proposed.Decision.Effective;
        var agreed = new SegmentAgreed(
            new Decision(effective, DateWithPrecision.Day(today), new DecidedBy("nhs-england")),
            proposal,
            proposed.Segment
        );
        return WhatIfAnswer.Of(
            record,
            new([
                new(
                    subject.Value,
                    EventCatalogue.NameOf(agreed),
                    JsonSerializer.SerializeToElement(agreed, EventCatalogue.Json)
                ),
            ]),
            effective.Precision != DatePrecision.Unknown && effective.Latest > today ? effective.Latest : today,
            now,
            by: ""
        );
    }
}
