using Oversight.Record.Organisations;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Events;

/// <summary>One thing that an organisation undertakes to do.</summary>
/// <param name="Reference">Its number in the document, such as 1.2.</param>
/// <param name="Wording">What it undertakes.</param>
/// <param name="Due">By when.</param>
/// <param name="Owner">Who has to bring it about: a role or a body, never a person's name.</param>
public sealed record UndertakingItem(
    string Reference,
    string Wording,
    DateWithPrecision? Due = null,
    string? Owner = null
);

/// <summary>Where undertakings are published, or why they are not: exactly one of the two.</summary>
/// <param name="Address">Where they are published.</param>
/// <param name="WithheldBecause">Why they are not.</param>
public sealed record Publication(string? Address = null, string? WithheldBecause = null)
{
    internal void CheckInput(string field)
    {
        BadInputException.OptionalText(Address, field + ".address", 500);
        BadInputException.OptionalText(WithheldBecause, field + ".withheldBecause", 2000);
        if (string.IsNullOrWhiteSpace(Address) == string.IsNullOrWhiteSpace(WithheldBecause))
        {
            throw new BadInputException(
                field,
                "must say where it is published (address) or why it is not (withheldBecause), and not both."
            );
        }
    }
}

/// <summary>A set of undertakings was accepted from one organisation.</summary>
/// <param name="Decision">Effective: when. Decided by: the body that accepted.</param>
/// <param name="Organisation">The organisation that gave them.</param>
/// <param name="LegalBasis">The id of the legal basis (<see cref="Record.Undertakings.LegalBasis"/>).</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Grounds">Why, one ground each, at least one.</param>
/// <param name="Items">What was undertaken, at least one.</param>
/// <param name="Publication">Where they are published or why not, when that was said at once.</param>
public sealed record UndertakingsAccepted(
    Decision Decision,
    OdsCode Organisation,
    string LegalBasis,
    LegalTest Test,
    IReadOnlyList<string> Grounds,
    IReadOnlyList<UndertakingItem> Items,
    Publication? Publication = null
) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Record.Undertakings.LegalBasis.Of(LegalBasis);
        Check.Texts(Grounds, "grounds", 5000, atLeast: 1);
        Check.List(Items, "items", atLeast: 1, i => i.Reference);
        for (var i = 0; i < Items.Count; i++)
        {
            Check.Reference(Items[i].Reference, $"items[{i}].reference");
            BadInputException.Text(Items[i].Wording, $"items[{i}].wording", 5000);
            BadInputException.OptionalText(Items[i].Owner, $"items[{i}].owner", 200);
        }

        Publication?.CheckInput("publication");
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => [Organisation];
}

/// <summary>An event about one undertaking.</summary>
public interface IAboutUndertaking
{
    /// <summary>The undertaking's reference.</summary>
    string Item { get; }
}

/// <summary>An undertaking was varied by both parties.</summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="Item">The undertaking's reference.</param>
/// <param name="AgreedBy">The bodies that agreed: the one that accepted the undertakings, and the organisation's ODS code.</param>
/// <param name="Due">By when it is to be done now; null: as before.</param>
/// <param name="Wording">What is undertaken now; null: as before.</param>
public sealed record UndertakingVaried(
    Decision Decision,
    string Item,
    IReadOnlyList<string> AgreedBy,
    DateWithPrecision? Due = null,
    string? Wording = null
) : Event(Decision), IAboutUndertaking
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Item, "item");
        Check.Texts(AgreedBy, "agreedBy", 100, atLeast: 1);
        BadInputException.OptionalText(Wording, "wording", 5000);
        if (Due is null && string.IsNullOrWhiteSpace(Wording))
        {
            throw new BadInputException("due", "a variation must change the due date, the wording or both.");
        }
    }
}

/// <summary>The organisation told how far it is.</summary>
/// <param name="Decision">Effective: the day of the report.</param>
/// <param name="Item">The undertaking's reference.</param>
/// <param name="Progress">What was reported.</param>
/// <param name="Rating">How the organisation sees it.</param>
public sealed record UndertakingProgressReported(Decision Decision, string Item, string Progress, Brag? Rating = null)
    : Event(Decision),
        IAboutUndertaking
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Item, "item");
        BadInputException.Text(Progress, "progress", 20_000);
    }
}

/// <summary>How far an undertaking was complied with.</summary>
public enum ComplianceJudgement
{
    /// <summary>It was not.</summary>
    NotComplied,

    /// <summary>In part.</summary>
    PartlyComplied,

    /// <summary>It was.</summary>
    Complied,
}

/// <summary>An undertaking was judged.</summary>
/// <param name="Decision">Effective: when. Rationale: the reason.</param>
/// <param name="Item">The undertaking's reference.</param>
/// <param name="Judgement">How far it was complied with.</param>
public sealed record UndertakingJudged(Decision Decision, string Item, ComplianceJudgement Judgement)
    : Event(Decision),
        IAboutUndertaking
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.Reference(Item, "item");
    }
}

/// <summary>The organisation applied for a compliance certificate.</summary>
/// <param name="Decision">Effective: the day on which the application was received, from which the 14 days count.</param>
/// <param name="Items">The undertakings that it is for; null: all.</param>
public sealed record CertificateAppliedFor(Decision Decision, IReadOnlyList<string>? Items = null) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.List(Items ?? [], "items", atLeast: 0, i => i);
        for (var i = 0; i < (Items?.Count ?? 0); i++)
        {
            Check.Reference(Items![i], $"items[{i}]");
        }
    }
}

/// <summary>An event that answers an application for a compliance certificate.</summary>
public interface IAnswersApplication
{
    /// <summary>The id of the application's entry.</summary>
    Guid Application { get; }
}

/// <summary>A compliance certificate was issued.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Application">The id of the application's entry.</param>
public sealed record CertificateIssued(Decision Decision, Guid Application) : Event(Decision), IAnswersApplication;

/// <summary>A compliance certificate was refused.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Application">The id of the application's entry.</param>
public sealed record CertificateRefused(Decision Decision, Guid Application) : Event(Decision), IAnswersApplication;

/// <summary>A compliance certificate was revoked.</summary>
/// <param name="Decision">Effective: when. Rationale: why, which must be said.</param>
/// <param name="Certificate">The id of the entry by which it was issued.</param>
public sealed record CertificateRevoked(Decision Decision, Guid Certificate) : Event(Decision);

/// <summary>It was said where undertakings are published, or why they are not.</summary>
/// <param name="Decision">Effective: when.</param>
/// <param name="Publication">Where, or why not.</param>
public sealed record UndertakingsPublicationStated(Decision Decision, Publication Publication) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Publication.CheckInput("publication");
    }
}

/// <summary>Undertakings were broken.</summary>
/// <param name="Decision">Effective: when that was established. Rationale: how.</param>
/// <param name="Items">The undertakings concerned, at least one.</param>
public sealed record UndertakingsBreached(Decision Decision, IReadOnlyList<string> Items) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.List(Items, "items", atLeast: 1, i => i);
        for (var i = 0; i < Items.Count; i++)
        {
            Check.Reference(Items[i], $"items[{i}]");
        }
    }
}

/// <summary>A direction was issued to the organisation.</summary>
/// <param name="Decision">Effective: from when.</param>
/// <param name="LegalBasis">The id of its legal basis, such as nhs-act-2006-s14z61.</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Directed">What is directed.</param>
/// <param name="Due">By when.</param>
public sealed record DirectionIssued(
    Decision Decision,
    string LegalBasis,
    LegalTest Test,
    string Directed,
    DateWithPrecision? Due = null
) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Record.Undertakings.LegalBasis.Of(LegalBasis);
        BadInputException.Text(Directed, "directed", 20_000);
    }
}

/// <summary>Undertakings hold no longer.</summary>
/// <param name="Decision">Effective: from when. Rationale: why.</param>
/// <param name="Items">Those that hold no longer; null: all.</param>
public sealed record UndertakingsDischarged(Decision Decision, IReadOnlyList<string>? Items = null) : Event(Decision)
{
    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        Check.List(Items ?? [], "items", atLeast: 0, i => i);
        for (var i = 0; i < (Items?.Count ?? 0); i++)
        {
            Check.Reference(Items![i], $"items[{i}]");
        }
    }
}
