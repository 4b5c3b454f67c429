namespace Oversight.Web.Decisions;

/// <summary>Where the pages of logging are.</summary>
internal static class LogAddresses
{
    /// <summary>The choice of what to log about a subject.</summary>
    public static string About(SubjectId subject) => "/log" + QueryString.Create("about", subject.Value);

    /// <summary>The form of a kind about a subject, with what it holds already.</summary>
    public static string Form(string word, SubjectId subject, params (string Field, string Value)[] holds) =>
        holds
            .Aggregate(QueryString.Create("about", subject.Value), (query, held) => query.Add(held.Field, held.Value))
            .ToUriComponent()
            .Insert(0, $"/log/{word}");

    /// <summary>A page of a form that is kept.</summary>
    public static string Form(string word, Guid draft, string? step = null, string? field = null) =>
        $"/log/{word}{(step is null ? QueryString.Create("draft", $"{draft}") : QueryString.Create("draft", $"{draft}").Add("step", step))}"
        + (field is null ? "" : $"#{field}");

    /// <summary>Where the answers of a form are checked.</summary>
    public static string Check(string word, Guid draft) =>
        $"/log/{word}/check{QueryString.Create("draft", $"{draft}")}";

    /// <summary>What is told of an entry that was logged.</summary>
    public static string Logged(string word, Guid entry) =>
        $"/log/{word}/logged{QueryString.Create("entry", $"{entry}")}";
}
