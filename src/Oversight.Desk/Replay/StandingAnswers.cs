using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Oversight.Projections.Questions;
using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;

namespace Oversight.Desk.Replay;

/// <summary>An answer of a named set.</summary>
/// <param name="Name">What was asked, in one line: status QOC.</param>
/// <param name="Json">The answer as canonical JSON (<see cref="CanonicalJson"/>) in UTF-8.</param>
public sealed record StandingAnswer(string Name, ReadOnlyMemory<byte> Json)
{
    /// <summary>The SHA-256 of the answer, in hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Json.Span));
}

/// <summary>
/// The set of questions that a replay statement answers: how everything stands on a day. What is asked, and in which order, never changes under its
/// name: another set has another name.
/// </summary>
public static class StandingAnswers
{
    /// <summary>The set's name.</summary>
    public const string Name = "standing-1";

    // By name, and not all that there are: a question that is added belongs to another set.
    private static readonly string[] Questions = (
        "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 R15 "
        + "A1 A2 A3 A4 A5 A7 A8 A9 A10 A11 A12 A13 A14 A16 A17 "
        + "L1 L2 L3 L4 L5 L6 L7 L8 L9 L10 L11 L12 L13 L15"
    ).Split(' ');

    /// <summary>Answers all of it, in its order: organisations, engagements and undertakings by their ids, then the questions.</summary>
    /// <param name="record">The record at a place, whole.</param>
    /// <param name="on">The day.</param>
    /// <param name="workers">How many answers are given at once.</param>
    /// <param name="take">What is made of each answer.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<T> Of<T>(
        RecordAt record,
        DateOnly on,
        int workers,
        Func<StandingAnswer, T> take,
        CancellationToken cancellation
    )
    {
        var asked = Asked(record, on).ToArray();
        var taken = new T[asked.Length];
        Parallel.For(
            0,
            asked.Length,
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
            index => taken[index] = take(new(asked[index].Name, Written(asked[index].Answer())))
        );
        return taken;
    }

    private static IEnumerable<(string Name, Func<object?> Answer)> Asked(RecordAt record, DateOnly on)
    {
        return
        [
            .. About(SubjectKind.Organisation, "status", s => OrganisationStatus.Of(record, s.Organisation!.Value, on)),
            .. About(SubjectKind.Recovery, "readiness", s => EngagementReadiness.Of(record, s, on)),
            .. About(SubjectKind.Undertakings, "undertakings", s => UndertakingsStanding.Of(record, s, on)),
            .. Questions.Select(id => Question(QuestionList.All.Single(question => question.Id == id))),
        ];

        IEnumerable<(string Name, Func<object?> Answer)> About(
            SubjectKind kind,
            string word,
            Func<SubjectId, object?> answer
        ) =>
            record
                .Subjects.Where(subject => subject.Kind == kind)
                .OrderBy(subject => subject.Id, StringComparer.Ordinal)
                .Select(subject => ($"{word} {subject.Id}", (Func<object?>)(() => answer(subject))));

        (string Name, Func<object?> Answer) Question(Question question) =>
            ($"question {question.Id}", () => question.Ask(record, on, new Dictionary<string, string?>()));
    }

    private static byte[] Written(object? answer) =>
        Encoding.UTF8.GetBytes(CanonicalJson.Write(JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Options)));
}
