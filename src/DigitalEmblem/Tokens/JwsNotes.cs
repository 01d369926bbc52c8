using System.Text.Json;

namespace DigitalEmblem;

/// <summary>What was noticed while a JWS was read, handed down through the closures that read a JSON document.</summary>
internal sealed class JwsNotes
{
    private FindingList _list;

    public IReadOnlyList<Finding> All => _list.All;

    public bool HasRoom(FindingCode code) => _list.HasRoom(code);

    public void Add(Finding note) => _list.Add(note);

    /// <summary>Adds a note about a member; its words are made only if the note is kept.</summary>
    public void Add(FindingCode code, JsonProperty member, Func<JsonProperty, FindingText> words, string clause)
    {
        if (_list.HasRoom(code))
        {
            _list.Add(Finding.Note(code, words(member), clause));
        }
    }
}
