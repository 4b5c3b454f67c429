using Oversight.Projections.AuditHistory;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Questions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Record.Corrections;
using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Replay;

/// <summary>What a replay asks: at which places, for which days, about which subjects.</summary>
internal sealed class ReplayPlan
{
    private const int MostDays = 22;
    private const int MostSubjects = 400;
    private const int FewestPlaces = 4;

    // A question is answered from the whole record: it costs about as much as a status of every subject.
    private const int QuestionsForEachStatus = 5;

    /// <summary>Organisations and engagements at most about which each question is asked besides asking about all.</summary>
    private const int MostNamed = 2;

    /// <summary>A day on which every board's segment is known, published for the year that ends then.</summary>
    private static readonly DateOnly EndOf202324 = new(2024, 3, 31);

    private readonly IReadOnlyList<Asked> everywhere;
    private readonly ILookup<long, Asked> ofTheWhole;

    /// <summary>All there is, where that is few; else evenly spread samples.</summary>
    public ReplayPlan(RecordAt record, DateOnly today, long mostAnswers)
    {
        // An answer's cost grows, in the last resort, with the square of its stream.
        var length = (record.Place + 1) / Math.Max(1, record.Subjects.Count);
        var answers = Math.Max(mostAnswers / (1 + (length * length / 10_000)), 64);
        SubjectId[] standing = [.. record.Subjects.Where(subject => subject.Framework is null)];
        var days = (int)Math.Clamp(answers / (FewestPlaces * Math.Max(1, standing.Length)), 2, MostDays);
        var subjects = (int)Math.Clamp(answers / (FewestPlaces * days), 4, MostSubjects);
        Subjects = Spread(standing, subjects);
        var places = (int)Math.Max(answers / (days * Math.Max(1, Subjects.Count)), FewestPlaces);
        Places = Spread(record.Place, places);
        Days = TurningDays(record, today, days);
        everywhere =
        [
            .. Subjects.SelectMany(subject => Days.Select(day => Standing(subject, day))),
            .. Spread(record.Subjects, subjects)
                .Select(subject => new Asked(
                    AnswerKind.History,
                    $"history of {subject}",
                    at => AuditHistory.Of(at, subject)
                )),
        ];
        ofTheWhole = OfTheWhole(record, answers * QuestionsForEachStatus / Math.Max(1, standing.Length))
            .ToLookup(a => a.Place, a => a.Asked);
    }

    /// <summary>Places, ascending; the first and the last are always among them.</summary>
    public IReadOnlyList<long> Places { get; }

    /// <summary>The days asked about.</summary>
    public IReadOnlyList<DateOnly> Days { get; }

    /// <summary>The organisations, engagements and undertakings asked about.</summary>
    public IReadOnlyList<SubjectId> Subjects { get; }

    /// <summary>What is asked at a place, always in the same order.</summary>
    public IEnumerable<Asked> At(long place) => everywhere.Concat(ofTheWhole[place]);

    private static Asked Standing(SubjectId subject, DateOnly day)
    {
        (AnswerKind Kind, string What, Func<RecordAt, object?> Answer) asked = subject.Kind switch
        {
            SubjectKind.Recovery => (
                AnswerKind.Readiness,
                $"readiness of {subject.Id}",
                at => EngagementReadiness.Of(at, subject, day)
            ),
            SubjectKind.Undertakings => (
                AnswerKind.Undertakings,
                $"undertakings {subject.Id}",
                at => UndertakingsStanding.Of(at, subject, day)
            ),
            _ => (
                AnswerKind.Status,
                $"status of {subject.Id}",
                at => OrganisationStatus.Of(at, subject.Organisation!.Value, day)
            ),
        };
        return new(asked.Kind, $"{asked.What} on {day:yyyy-MM-dd}", asked.Answer, (subject, day));
    }

    // Round by round everything is asked once, on another day each round, at another place than what is asked beside it.
    private IEnumerable<(long Place, Asked Asked)> OfTheWhole(RecordAt record, long most)
    {
        (AnswerKind Kind, string What, Func<RecordAt, DateOnly, object?> Answer)[] all =
        [
            (AnswerKind.Deadlines, "deadlines", Deadlines.On),
            .. from given in Parameters(record)
            from question in QuestionList.All
            where given.Name.Length == 0 || question.Parameters.Any(p => p.Name == given.Name)
            select (
                AnswerKind.Question,
                $"{question.Id}{(given.Name.Length == 0 ? "" : $" with {given.Name} {given.Value}")}",
                (Func<RecordAt, DateOnly, object?>)(
                    (at, day) => IsKnown(at, given) ? question.Ask(at, day, Values(given)) : null
                )
            ),
        ];
        var asked =
            from i in Enumerable.Range(0, (int)Math.Max(most, 1 + QuestionList.All.Count))
            let round = i / all.Length
            let place = (i + round) % Places.Count
            select (Index: i % all.Length, Place: Places[^(place + 1)], Day: Days[^((round % Days.Count) + 1)]);
        return from one in Places.Count == 0 ? [] : asked.Distinct()
            let whole = all[one.Index]
            select (
                one.Place,
                new Asked(whole.Kind, $"{whole.What} on {one.Day:yyyy-MM-dd}", at => whole.Answer(at, one.Day))
            );
    }

    // Nobody can ask about what was not in the record yet.
    private static bool IsKnown(RecordAt at, (string Name, string Value) given) =>
        given.Name switch
        {
            "organisation" => at.TimelineOf(OdsCode.Parse(given.Value)) is not null,
            "engagement" => at.TimelineOf(SubjectId.OfRecovery(given.Value)) is not null,
            _ => true,
        };

    private static Dictionary<string, string?> Values((string Name, string Value) given) =>
        given.Name.Length == 0 ? [] : new(StringComparer.Ordinal) { [given.Name] = given.Value };

    // None, and those about which there is most to ask.
    private static IReadOnlyList<(string Name, string Value)> Parameters(RecordAt record)
    {
        Engagement[] engagements =
        [
            .. record.Subjects.Select(s => Engagement.Of(record.TimelineOf(s))).OfType<Engagement>(),
        ];
        var undertakings = record
            .Subjects.Select(s => AcceptedUndertakings.Of(record.TimelineOf(s)))
            .OfType<AcceptedUndertakings>();
        OdsCode[] organisations =
        [
            .. engagements
                .SelectMany(e => e.EverMembers)
                .Concat(undertakings.Select(u => u.Organisation))
                .Distinct()
                .Order(),
        ];
        return
        [
            ("", ""),
            .. Spread(organisations, MostNamed).Select(ods => ("organisation", ods.Value)),
            .. Spread(engagements, MostNamed).Select(e => ("engagement", e.Subject.Id)),
        ];
    }

    // Each day on which something may begin to hold or to be certain, and its neighbours.
    private static IReadOnlyList<DateOnly> TurningDays(RecordAt record, DateOnly today, int most)
    {
        var turns =
            from subject in record.Subjects
            from entry in record.TimelineOf(subject)!.Recorded
            let content = entry.Event is EntryCorrected correction ? correction.Replacement : entry.Event
            let effective = content.Decision.Effective
            from day in new[] { effective.Earliest, effective.Latest }
            where day != DateOnly.MinValue && day != DateOnly.MaxValue
            select day;
        var neighbours = turns.Distinct().SelectMany(day => new[] { day.AddDays(-1), day, day.AddDays(1) });
        return [.. Spread([.. neighbours.Distinct().Order()], most).Append(EndOf202324).Append(today).Distinct()];
    }

    private static IReadOnlyList<long> Spread(long last, int most) =>
        last < 0 ? []
        : last < most ? [.. Enumerable.Range(0, (int)last + 1).Select(place => (long)place)]
        : [.. Enumerable.Range(0, most).Select(i => (long)((Int128)last * i / (most - 1))).Distinct()];

    private static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : [.. Spread(all.Count - 1, most).Select(i => all[(int)i])];
}
