using Microsoft.AspNetCore.Components;

namespace Oversight.Web.Design;

/// <summary>What stands on a page that asks the record, and knows what that was asked.</summary>
public abstract class PagePart : ComponentBase
{
    /// <summary>The page.</summary>
    [CascadingParameter]
    public AskingPage Page { get; set; } = null!;

    /// <summary>What was asked; links keep its two times.</summary>
    protected PageQuestion Question => Page.Question;

    /// <summary>The names behind people's ids.</summary>
    protected IReadOnlyDictionary<string, string> People => Page.People;

    /// <summary>Who decided: an organisation that did so in its own name is told by that.</summary>
    protected string By(DecidedBy who) => Page.By(who);

    /// <summary>Where an entry stands.</summary>
    protected Entry? EntryOf(Guid id) => Page.EntryOf(id);

    /// <inheritdoc cref="AskingPage.Lacks"/>
    protected string Lacks(string sentence) => Page.Lacks(sentence);

    /// <inheritdoc cref="AskingPage.NotStated"/>
    protected string NotStated(string missing) => Page.NotStated(missing);

    /// <inheritdoc cref="AskingPage.Called"/>
    protected string Called(Guid id) => Page.Called(id);
}
