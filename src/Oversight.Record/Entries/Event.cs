namespace Oversight.Record.Entries;

/// <summary>
/// Something that happened, in the past tense, never changed once recorded. Its shape is what is stored; a test pins it.
/// </summary>
/// <param name="Decision">What all decisions have in common.</param>
public abstract record Event(Decision Decision)
{
    /// <summary>How events of its kind are called.</summary>
    public abstract EventKind KindOfEvent();

    /// <summary>What it says, in one line, in the words of the field, with the codes and ids of what it names.</summary>
    public string Says() => Says(Naming.ByCode);

    /// <summary>What it says, in one line, in the words of the field.</summary>
    /// <param name="names">How what it names is called.</param>
    public abstract string Says(Naming names);

    /// <summary>
    /// What it states, flat: what about, and the value; its words where it states nothing but that it happened. Dates are in the form
    /// in which they are stored.
    /// </summary>
    public IEnumerable<(string What, string Value)> Facts() => States().DefaultIfEmpty(("summary", Says()));

    /// <summary>What it states besides that it happened.</summary>
    protected virtual IEnumerable<(string What, string Value)> States() => [];

    /// <summary>The effective date in words.</summary>
    protected string When => Decision.Effective.ToString();

    /// <summary>The bodies that may decide it.</summary>
    public virtual Deciders WhoMayDecide() => KindOfEvent().Deciders;

    /// <summary>True for what is published, and everybody may read.</summary>
    public virtual bool IsPublic() => KindOfEvent().IsPublic;

    /// <summary>True for what an organisation says itself, alone or with others.</summary>
    public virtual bool IsSaidBy(OdsCode organisation) => false;

    /// <summary>True for what an organisation that it concerns gave or agreed to, though another body decided it: it knows of it at once.</summary>
    public virtual bool IsPartyTo(OdsCode organisation) => false;

    /// <summary>Checks what can be checked without knowing the record: texts, lengths, ranges.</summary>
    /// <exception cref="BadInputException">Names the field at fault.</exception>
    public virtual void CheckInput() => Decision.CheckInput();

    /// <summary>The organisations that it names besides the one that its stream may be about.</summary>
    public virtual IEnumerable<OdsCode> OrganisationsNamed() => [];

    /// <summary>
    /// The event with each person in it, name or commitment or none, put through a change that is told the field.
    /// </summary>
    public virtual Event WithPeople(Func<string?, string, string?> change) =>
        this with
        {
            Decision = Decision with
            {
                DecidedBy = Decision.DecidedBy with
                {
                    Person = change(Decision.DecidedBy.Person, "decision.decidedBy.person"),
                },
            },
        };

    /// <summary>The event without its people.</summary>
    public Event WithoutPeople() => WithPeople((_, _) => null);

    /// <summary>The persons in it, as commitments.</summary>
    public virtual IReadOnlyList<string> People()
    {
        var people = new List<string>();
        WithPeople(
            (person, _) =>
            {
                if (person is not null)
                {
                    people.Add(person);
                }

                return person;
            }
        );
        return people;
    }
}

/// <summary>An event that says which subject it begins; it must be the one that it is logged about.</summary>
public interface IBeginsNamed
{
    /// <summary>The subject that it begins.</summary>
    (SubjectId Subject, string Field) Begins();
}

/// <summary>An event on which it depends whom its subject concerns, and when: whoever sees others of the subject may see them because of it.</summary>
public interface IBearsOnConcern;

/// <summary>An event that names those whom its subject concerns from then on.</summary>
public interface INamesThoseConcerned : IBearsOnConcern;

/// <summary>An event that states a position for a period: certain for that period, and afterwards only the last one stated.</summary>
public interface IStatedForPeriod;

/// <summary>An event on which it depends who is shown the earlier entries that it names.</summary>
public interface IBearsOnShowing
{
    /// <summary>The ids of those entries.</summary>
    IEnumerable<Guid> BearsOn { get; }
}

/// <summary>An event that says something of one earlier entry of its stream.</summary>
public interface ISaysOfEarlier
{
    /// <summary>The id of that entry; null where it names none.</summary>
    Guid? Earlier { get; }
}

/// <summary>
/// An event by which something beside the record is taken away for good: whoever logs it must act for a body that may decide it, whatever its origin.
/// </summary>
public interface ITakesAway;

/// <summary>An event that stands in the place of an earlier one.</summary>
public interface ICorrects
{
    /// <summary>The entry that was wrong.</summary>
    Guid Target { get; }

    /// <summary>What it should have said.</summary>
    Event Replacement { get; }
}

/// <summary>An event that takes an earlier one away.</summary>
public interface IRetracts
{
    /// <summary>The entry that no longer counts.</summary>
    Guid Target { get; }
}
