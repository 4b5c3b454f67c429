using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Evidence;

/// <summary>Evidence was submitted for criteria of an engagement, or for items of undertakings.</summary>
/// <param name="Decision">Effective: the day of submission.</param>
/// <param name="Organisation">Who submitted it, and to whom its document belongs.</param>
/// <param name="Title">What it is.</param>
/// <param name="For">The criteria or undertakings that it is for, at least one (by their references).</param>
/// <param name="Document">The document; left out when it is kept elsewhere, and what the decision is based on says where.</param>
public sealed record EvidenceSubmitted(
    Decision Decision,
    OdsCode Organisation,
    string Title,
    IReadOnlyList<string> For,
    EvidenceDocument? Document = null
) : Event(Decision), IMayFollowExit
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(Title, "title", 500);
        Check.List(For, "for", atLeast: 1, r => r);
        for (var i = 0; i < For.Count; i++)
        {
            Check.Reference(For[i], $"for[{i}]");
        }

        if (Document is not null)
        {
            if (Document.Sha256.Length != 64 || !Document.Sha256.All(char.IsAsciiHexDigitLower))
            {
                throw new BadInputException("document.sha256", "must be 64 hexadecimal digits in small letters.");
            }

            BadInputException.Text(Document.FileName, "document.fileName", 255);
            BadInputException.Text(Document.MediaType, "document.mediaType", 100);
            if (Document.Length < 1)
            {
                throw new BadInputException("document.length", "must be at least 1 byte.");
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{names.Of(Organisation)} submitted \"{InWords.OneLine(Title)}\" {When} as evidence for {InWords.Listed(For)}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            .. For.Select(reference => ($"evidence for {reference}", Title)),
            ("evidence submitted by", Organisation.Value),
            .. Stated.Maybe("evidence document", Document?.Sha256),
        ];

    /// <inheritdoc/>
    public bool MayFollowExit(Engagement engagement) =>
        For.Any(reference => EngagementRules.IsOfTransition(engagement, reference, Decision.Effective));

    /// <inheritdoc/>
    public override bool IsSaidBy(OdsCode organisation) => Organisation == organisation;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => SubmitEvidence.Kind;
}

/// <summary>A document that is kept beside the record, by its hash.</summary>
/// <param name="Sha256">The document (its SHA-256 in 64 hexadecimal digits in small letters).</param>
/// <param name="FileName">The name under which it was handed in, and is handed out.</param>
/// <param name="MediaType">What kind of file it is, such as application/pdf.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record EvidenceDocument(string Sha256, string FileName, string MediaType, long Length);

/// <summary>How <see cref="EvidenceSubmitted"/> is called, and the rules that say when it may be recorded.</summary>
public static class SubmitEvidence
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "evidence_submitted",
            "evidence",
            typeof(EvidenceSubmitted),
            SubjectKind.Recovery | SubjectKind.Undertakings,
            "Evidence was submitted"
        )
        {
            Deciders = Deciders.National | Deciders.Region | Deciders.Own,
            IsSaidByOrganisations = true,
            Decides = false,
            Example = () => new EvidenceSubmitted(Example.Decided, Example.Icb, "Month 12 finance return", ["EC1"]),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            EngagementRules.WhileUnderWay,
            EvidenceFromThoseConcerned,
            EvidenceForWhatIsInForce,
            UndertakingsRules.AfterAcceptance,
        ];

    /// <summary>For the transition, an organisation that has left may still submit.</summary>
    public static Rule<EvidenceSubmitted> EvidenceFromThoseConcerned { get; } =
        new(
            "evidence-from-those-concerned",
            "Evidence is submitted by a member of the engagement, or by the organisation that gave the undertakings or to which they passed.",
            (submitted, judged) =>
            {
                var effective = judged.Effective;
                if (AcceptedUndertakings.Of(judged.Timeline) is { } undertakings)
                {
                    return
                        undertakings.GivenBy.Contains(submitted.Organisation)
                        || undertakings.PassedTo(submitted.Organisation, submitted.For, effective.Latest)
                        ? null
                        : $"{submitted.Organisation} did not give these undertakings: {InWords.Listed(undertakings.GivenBy)} did.";
                }

                if (Engagement.Of(judged.Timeline) is not { } engagement)
                {
                    return null;
                }

                var isMember = submitted.For.Any(r => EngagementRules.IsOfTransition(engagement, r, effective))
                    ? engagement.EverMembers.Contains(submitted.Organisation)
                    : engagement.MayBeMember(submitted.Organisation, effective);
                return isMember
                    ? null
                    : $"{submitted.Organisation} is not a member of {engagement.Subject} {effective}."
                        + (
                            SystemAsMember.IsEverIn(judged.Timeline, submitted.Organisation, judged.Record)
                                ? " It is in with its system only: record that it joins by itself, and it submits."
                                : ""
                        );
            }
        );

    /// <summary>What is in force is asked of the latest effective day.</summary>
    public static Rule<EvidenceSubmitted> EvidenceForWhatIsInForce { get; } =
        new(
            "evidence-for-what-is-in-force",
            "Evidence is for criteria that are in force on that day, or for undertakings that were given.",
            (submitted, judged) =>
            {
                var effective = judged.Effective;
                if (AcceptedUndertakings.Of(judged.Timeline) is { } undertakings)
                {
                    return submitted.For.FirstOrDefault(r => undertakings.ItemOf(r) is null) is { } item
                        ? $"There is no undertaking {item} in {undertakings.Subject}."
                        : null;
                }

                return
                    Engagement.Of(judged.Timeline) is { } engagement
                    && submitted.For.FirstOrDefault(r => engagement.WordingsOn(r, effective.Latest).Count == 0)
                        is { } criterion
                    ? $"No criterion {criterion} is in force {effective}."
                    : null;
            }
        );
}
