using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>What is said of a place in every form of an answer.</summary>
internal static class PlaceWords
{
    /// <summary>"the folder /srv/records on db.society.example".</summary>
    public static Sentence Of(DataPlace place)
    {
        string? Fact(string name) => place.Facts.FirstOrDefault(f => f.Name == name)?.Value;
        Sentence what = place.Kind switch
        {
            PlaceKinds.Folder => $"the folder '{Fact(PlaceKinds.Path)}'",
            PlaceKinds.PostgreSqlDatabase => $"the database '{Fact(PlaceKinds.Database)}'",
            _ => $"a place of the kind '{place.Kind}'",
        };
        return $"{what} on {place.Host}";
    }

    /// <summary>What an answer about a place does not show (data-emblem, outcomes).</summary>
    public static IReadOnlyList<Sentence> DoesNotShow(DataPlace place) =>
    [
        $"Anything of the data that lie at the place: the sign lists none of them, and none was read.",
        place.Kind switch
        {
            PlaceKinds.Folder => $"That no other place looks the same: a copied disk has the same file system, a container or a bind mount "
                + $"can show any path, and a folder that was restored from a backup, or put there with the sign, cannot be told apart.",
            PlaceKinds.PostgreSqlDatabase => $"That no other database looks the same: replicas, base backups and copies of the server's "
                + $"files have the same system identifier and OID.",
            _ => $"That no other place looks the same: facts can be copied.",
        },
        $"That the machine is {place.Host}: a machine names itself, and a person who controls it, or the name, can show all of this "
            + $"elsewhere.",
    ];
}
