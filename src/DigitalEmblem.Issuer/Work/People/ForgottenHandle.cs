using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Puts the pseudonym in the place of a handle that is forgotten, in what was written for people and programs.</summary>
internal sealed class ForgottenHandle
{
    private static readonly string[] Lists = ["raised", "cleared"];

    private readonly string _handle, _pseudonym;
    private readonly Regex _alone, _listed;

    /// <summary>For a handle.</summary>
    public ForgottenHandle(string handle, string pseudonym)
    {
        (_handle, _pseudonym) = (handle, pseudonym);
        string escaped = Regex.Escape(handle);
        _alone = new Regex($@"(?<![\w.-]){escaped}(?![\w-]|\.\w)", RegexOptions.None, TimeSpan.FromSeconds(10));
        _listed = new Regex($"(?<=^|, ){escaped}(?=$|, )", RegexOptions.None, TimeSpan.FromSeconds(10));
    }

    /// <summary>A text that is the handle, or a list with it.</summary>
    public string InValue(string value) => _listed.Replace(value, _pseudonym);

    /// <summary>A sentence: its arguments that are the handle, never its words.</summary>
    public Sentence InSentence(Sentence sentence) => sentence.About(a => a switch
    {
        string text => InValue(text),
        Verbatim verbatim => new Verbatim(InValue(verbatim.Text)),
        _ => a,
    });

    /// <summary>
    /// A text in which the sentences are written out. Which of its words were arguments is not known any more: each that stands alone is
    /// taken for one, because to leave a name would be worse.
    /// </summary>
    public string InText(string text) => _alone.Replace(text, _pseudonym);

    /// <summary>
    /// The JSON of a notice (<see cref="Watching.NoticeWriter"/>): subjects and texts of its alerts. Names of members and all else stay.
    /// </summary>
    public string InJson(string json)
    {
        if (!json.Contains(_handle, StringComparison.Ordinal) || JsonNode.Parse(json) is not JsonObject notice)
        {
            return json;
        }

        foreach (JsonObject alert in Lists.SelectMany(l => notice[l] as JsonArray ?? []).OfType<JsonObject>())
        {
            Change(alert, "subject", InValue);
            Change(alert, "text", InText);
        }

        return notice.ToJsonString(JsonSerializerOptions.Default);
    }

    private static void Change(JsonObject alert, string member, Func<string, string> change)
    {
        if ((string?)alert[member] is { } text)
        {
            alert[member] = change(text);
        }
    }
}
