using Oversight.Ledger.People;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>Which readings are asked for, as people write it; empty and null are alike.</summary>
/// <param name="Organisation">Those that could show something about this organisation, by its ODS code.</param>
/// <param name="Person">Those of people whose name holds this, or of this signed-in subject.</param>
/// <param name="Face">Those by this face.</param>
/// <param name="From">Those recorded on this day in London, or later.</param>
/// <param name="To">Those recorded on this day in London, or earlier.</param>
public sealed record ReadingsFilter(string? Organisation, string? Person, string? Face, string? From, string? To)
{
    /// <summary>The readings that it wants.</summary>
    /// <param name="record">The whole record: it knows which subjects are about an organisation.</param>
    /// <param name="accounts">The accounts, for people's names.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="BadInputException">Names the field that cannot be read.</exception>
    public async Task<ReadingsAsked> ReadAsync(RecordAt record, Accounts accounts, CancellationToken cancellation) =>
        new(
            Given(Person) is { } person ? await ReadersAsync(accounts, person, cancellation) : null,
            Given(Organisation) is { } ods ? SubjectsOf(record, OdsCode.Parse(ods, "organisation")) : null,
            Given(Face) is { } face ? FaceOf(face) : null,
            Given(From) is { } from ? London.StartOf(Day(from, "from")) : null,
            Given(To) is { } to ? London.StartOf(Day(to, "to").AddDays(1)) : null
        );

    /// <summary>The reading after which to go on; null to begin.</summary>
    /// <exception cref="BadInputException">It is no reading's id.</exception>
    public static async Task<KeptReading?> AfterAsync(
        string? after,
        Readings readings,
        CancellationToken cancellation
    ) =>
        Given(after) is not { } id ? null
        : Guid.TryParse(id, out var given) && await readings.FindAsync(given, cancellation) is { } found ? found
        : throw new BadInputException("after", "is no reading's id: write what an answer says as next.");

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static async Task<IReadOnlyList<string>> ReadersAsync(
        Accounts accounts,
        string person,
        CancellationToken cancellation
    ) =>
        [
            .. (await accounts.ListAsync(cancellation))
                .Where(account =>
                    account.Subject.Equals(person, StringComparison.OrdinalIgnoreCase)
                    || account.Name?.Contains(person, StringComparison.OrdinalIgnoreCase) == true
                )
                .Select(account => account.Subject),
        ];

    private static IReadOnlyList<string> SubjectsOf(RecordAt record, OdsCode organisation) =>
        [SubjectId.Of(organisation).Value, .. record.Naming(organisation).Select(timeline => timeline.Subject.Value)];

    private static Face FaceOf(string text) =>
        Enum.GetValues<Face>()
            .Select(face => (Face?)face)
            .FirstOrDefault(face => Readings.WordOf(face!.Value).Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException(
            "face",
            $"\"{text}\" is none: they are {string.Join(", ", Enum.GetValues<Face>().Select(Readings.WordOf))}."
        );

    private static DateOnly Day(string text, string field) =>
        DateWithPrecision.TryParse(text, out var date) && date.Precision == DatePrecision.Day
            ? date.Earliest
            : throw new BadInputException(field, "must be one existing day, such as 2024-03-31.");
}
