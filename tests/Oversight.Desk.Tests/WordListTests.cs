using Oversight.Projections.Words;
using Oversight.Record.Catalogue;
using Oversight.Record.Support;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Tests;

public sealed class WordListTests
{
    public static TheoryData<string> Names => [.. WordList.All.Select(list => list.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_word_that_can_be_chosen_has_a_sentence_of_help(string name)
    {
        var list = WordList.All.Single(l => l.Name == name);
        Assert.NotEmpty(list.Says!);
        Assert.NotEmpty(list.Words);
        Assert.Distinct(list.Words.Select(word => word.Value));
        Assert.All(list.Words, word => Assert.Matches("^[A-Z0-9].*\\.$", word.Help));
    }

    [Fact]
    public void Enumerations_of_every_event_are_among_them_wherever_they_stand_in_it()
    {
        var names = WordList.All.Select(list => list.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "kinds",
                "bodies",
                "legal-bases",
                "regions",
                "support-kind",
                "undertakings-type",
                "origin",
            },
            names
        );
        Assert.Equal(EventCatalogue.Kinds.Count, WordList.All.Single(list => list.Name == "kinds").Words.Count);
    }

    [Fact]
    public void A_member_that_is_a_choice_has_its_words_and_another_has_none()
    {
        Assert.Equal("undertakings-type", WordList.ForMember("types", typeof(IReadOnlyList<UndertakingsType>))?.Name);
        Assert.Equal("support-programme", WordList.ForMember("programme", typeof(SupportProgramme?))?.Name);
        Assert.Equal("legal-bases", WordList.ForMember("legalBasis", typeof(string))?.Name);
        Assert.Null(WordList.ForMember("directed", typeof(string)));
    }
}
