using Oversight.Projections.Registers;
using Oversight.Projections.Timelines;
using Oversight.Record.Recovery;
using Oversight.Web.Problems;

namespace Oversight.Web.Http;

/// <summary>Where each kind of subject stands in the API: a collection, and in it the subjects by code or id.</summary>
internal static class Addresses
{
    /// <summary>For what the API says of a kind of subject.</summary>
    public static RouteGroupBuilder About(this IEndpointRouteBuilder api, SubjectKind kind) =>
        api.MapGroup("")
            .WithTags(
                kind switch
                {
                    SubjectKind.Organisation => "Organisations",
                    SubjectKind.Framework => "Frameworks",
                    SubjectKind.Recovery => "Recovery Support",
                    _ => "Undertakings",
                }
            );

    /// <summary>The name of a collection.</summary>
    public static string CollectionOf(SubjectKind kind) =>
        kind switch
        {
            SubjectKind.Organisation => "organisations",
            SubjectKind.Framework => "frameworks",
            SubjectKind.Recovery => "recoveries",
            _ => "undertakings",
        };

    /// <summary>The address of a subject.</summary>
    public static string Of(SubjectId subject) => $"/api/{CollectionOf(subject.Kind)}/{subject.Id}";

    /// <summary>The problem of a subject that the record at a place says nothing of.</summary>
    public static ProblemException NotThere(OpenRecord open, RecordAt record, SubjectId subject)
    {
        var what = subject.Kind switch
        {
            SubjectKind.Organisation => subject.Id,
            SubjectKind.Framework => $"Framework {subject.Id}",
            SubjectKind.Recovery => $"Engagement {subject.Id}",
            _ => $"Undertakings {subject.Id}",
        };
        var all = open.NewestSeenAs(record).TimelineOf(subject);
        if (all is null)
        {
            return ProblemException.NotFound(
                subject.Kind == SubjectKind.Organisation
                    ? $"{what} is not in the record: register it first, or check the code."
                        + MeantSubject.Question(record, subject.Kind, subject.Id)
                    : $"{what} is not in the record: check the id."
                        + MeantSubject.Question(record, subject.Kind, subject.Id)
            );
        }

        var first = all.Recorded[0];
        return first.Place > record.Place
            ? ProblemException.NotFound(
                record.PlaceTold is null
                    ? $"{what} was not in the record yet: it was recorded {AnswerJson.Instant(first.Recorded)}."
                : record.FirstRecordedLater is { } begun
                    ? $"{what} was not in the record yet: nothing was recorded by then, the first entry was recorded at {AnswerJson.Instant(begun)}. It came in "
                        + $"at place {first.Place}, recorded {AnswerJson.Instant(first.Recorded)}."
                : $"{what} was not in the record yet at place {record.Place}: it came in at place {first.Place}, "
                    + $"recorded {AnswerJson.Instant(first.Recorded)}."
            )
            : ProblemException.NotFound(
                $"{what} is not registered{(record.PlaceTold is { } place ? $" at place {place}" : "")}: its registration was retracted. "
                    + $"Its history is at {Of(subject)}/history."
            );
    }
}
