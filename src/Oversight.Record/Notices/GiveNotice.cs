using Oversight.Record.Organisations;

namespace Oversight.Record.Notices;

/// <summary>Another body gave notice about an organisation: a warning notice, an inspection, a rating, an inquiry.</summary>
/// <param name="Decision">Effective: the day of it. Decided by: who gave it, such as cqc; of an inquiry, who ordered it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="About">What it is about, such as maternity services.</param>
/// <param name="By">Who gave it, where that is no body that decides: the inquiry's name, never a person's.</param>
/// <param name="Rating">The rating, where one was given.</param>
/// <param name="Organisations">The trusts of the system that it is about; left out where it is about the organisation.</param>
public sealed record NoticeGiven(
    Decision Decision,
    NoticeKind Kind,
    string About,
    string? By = null,
    InspectionRating? Rating = null,
    IReadOnlyList<OdsCode>? Organisations = null
) : Event(Decision), INamesTrustsOfSystem, IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.Notice;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.Text(About, "about", 1000);
        BadInputException.OptionalText(By, "by", 200);
        TrustsOfSystem.CheckInput(this);
        if (Rating is not null && Kind is not (NoticeKind.Rating or NoticeKind.Inspection))
        {
            throw new BadInputException("rating", "is given by a rating or after an inspection: leave it out.");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        (
            Kind switch
            {
                NoticeKind.WarningNotice => "Warning notice given",
                NoticeKind.Inspection => "Inspected",
                NoticeKind.Rating => "Rated",
                NoticeKind.Inquiry => "Inquiry held",
                _ => "Notice given",
            }
        )
        + $" {When}{TrustsOfSystem.InWords(this, names)}: {InWords.OneLine(About)}"
        + (Rating is { } rating ? $" ({InWords.Of(rating)})" : "")
        + (By is null ? "" : $", by {InWords.OneLine(By)}");

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("notice", InWords.Of(Kind)),
            ("about", About),
            .. Stated.Maybe("by", By),
            .. Stated.Maybe("rating", Rating is { } rating ? InWords.Of(rating) : null),
            .. TrustsOfSystem.States(this),
        ];

    /// <inheritdoc/>
    public override Deciders WhoMayDecide() =>
        Kind is NoticeKind.Inquiry or NoticeKind.Other ? GiveNotice.Kind.Deciders : Deciders.Inspector;

    /// <summary>The Care Quality Commission publishes its ratings (Health and Social Care Act 2008, section 46).</summary>
    public override bool IsPublic() => Kind == NoticeKind.Rating;

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => GiveNotice.Kind;
}

/// <summary>What another body gives.</summary>
public enum NoticeKind
{
    /// <summary>A warning notice: what is required is not complied with (Health and Social Care Act 2008, section 29 or 29A).</summary>
    WarningNotice,

    /// <summary>An inspection took place, or its report was published.</summary>
    Inspection,

    /// <summary>A rating of the organisation or of a service.</summary>
    Rating,

    /// <summary>An inquiry or an investigation from outside.</summary>
    Inquiry,

    /// <summary>Something else: say in "about" what it is.</summary>
    Other,
}

/// <summary>The ratings of the Care Quality Commission.</summary>
public enum InspectionRating
{
    /// <summary>It performs exceptionally well.</summary>
    Outstanding,

    /// <summary>It performs well and meets expectations.</summary>
    Good,

    /// <summary>It does not perform as well as it should, and has been told how to improve.</summary>
    RequiresImprovement,

    /// <summary>It performs badly, and action has been taken against it.</summary>
    Inadequate,
}

/// <summary>How <see cref="NoticeGiven"/> is called, and the rules that say when it may be recorded.</summary>
public static class GiveNotice
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new("notice_given", "notice", typeof(NoticeGiven), SubjectKind.Organisation, "Another body gave notice")
        {
            Deciders = Deciders.Inspector | Deciders.Government | Deciders.National,
            Provision = Provision.OwnFunctions,
            IsRegulatoryAction = true,
            Example = () =>
                new NoticeGiven(
                    Example.Decided with
                    {
                        DecidedBy = new("cqc"),
                    },
                    NoticeKind.WarningNotice,
                    "Maternity services.",
                    Organisations: [Example.Trust]
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            TrustsOfSystem.NamedByIcb,
            TrustsOfSystem.OfOwnSystem,
            OrganisationRules.NamesExistingOrganisations,
        ];
}
