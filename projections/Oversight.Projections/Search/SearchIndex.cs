using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Oversight.Projections.Search;

/// <summary>
/// The words of all texts of the record, each with the texts that it begins a word of: kept with the timelines in memory, caught up before each
/// search. It knows everything, and says it to nobody: what is found in it is looked at only as far as somebody sees it.
/// </summary>
internal sealed class SearchIndex
{
    /// <summary>How many letters of a word are told apart.</summary>
    public const int LongestWord = 40;

    private static readonly ConditionalWeakTable<RecordTimelines, SearchIndex> Kept = [];

    private readonly Lock access = new();
    private readonly Dictionary<string, List<int>> textsOfWord = new(StringComparer.Ordinal);
    private readonly List<(int Place, byte Number, FoundKind Kind)> texts = [];
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private string[] words = [];
    private char[] plainly = new char[1024];
    private long indexed = -1;

    private SearchIndex() => bySpan = textsOfWord.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>That of a record, as far as a place.</summary>
    public static SearchIndex Of(RecordTimelines timelines, long place)
    {
        var index = Kept.GetValue(timelines, static _ => new());
        index.CatchUp(timelines, place);
        return index;
    }

    /// <summary>The texts up to a place in which every word is begun by one, the last recorded first.</summary>
    /// <param name="wanted">The words, plain.</param>
    /// <param name="place">The place.</param>
    public IReadOnlyList<(int Place, byte Number, FoundKind Kind)> Find(IReadOnlyList<string> wanted, long place)
    {
        lock (access)
        {
            BitArray? found = null;
            foreach (var word in wanted)
            {
                var having = Having(word);
                found = found is null ? having : found.And(having);
            }

            var all = new List<(int, byte, FoundKind)>();
            for (var i = texts.Count - 1; i >= 0 && found is not null; i--)
            {
                if (found[i] && texts[i].Place <= place)
                {
                    all.Add(texts[i]);
                }
            }

            return all;
        }
    }

    private BitArray Having(string wanted)
    {
        var having = new BitArray(texts.Count);
        var at = Array.BinarySearch(words, wanted, StringComparer.Ordinal);
        for (var i = at < 0 ? ~at : at; i < words.Length && words[i].StartsWith(wanted, StringComparison.Ordinal); i++)
        {
            foreach (var text in CollectionsMarshal.AsSpan(textsOfWord[words[i]]))
            {
                having[text] = true;
            }
        }

        return having;
    }

    private void CatchUp(RecordTimelines timelines, long place)
    {
        lock (access)
        {
            var known = textsOfWord.Count;
            for (; indexed < place; indexed++)
            {
                Add(timelines.EntryAt(indexed + 1));
            }

            if (textsOfWord.Count > known)
            {
                words = [.. textsOfWord.Keys];
                Array.Sort(words, StringComparer.Ordinal);
            }
        }
    }

    private void Add(Entry entry)
    {
        byte number = 0;
        foreach (var text in SearchedText.Of(entry.Event))
        {
            var plain = PlainText.Into(text.Text, ref plainly);
            foreach (var part in plain.Split(' '))
            {
                var word = plain[part];
                if (word.IsEmpty)
                {
                    continue;
                }

                word = word.Length > LongestWord ? word[..LongestWord] : word;
                if (!bySpan.TryGetValue(word, out var list))
                {
                    bySpan[word] = list = [];
                }

                // A word that stands in it twice.
                if (list.Count == 0 || list[^1] != texts.Count)
                {
                    list.Add(texts.Count);
                }
            }

            texts.Add(((int)entry.Place, number, text.Kind));
            if (number++ == byte.MaxValue)
            {
                break;
            }
        }
    }
}
