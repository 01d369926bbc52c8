namespace DigitalEmblem.Data.Tests.Vectors;

internal static class RootVectors
{
    public static void Add(VectorMaker maker)
    {
        string good = DataRoot.FromBytes(Raw.Digest.ToArray()).ToString(), zeros = "adem-data:1:" + new string('a', 52);
        maker.Accepted("a root", "The one spelling.", good);
        maker.Accepted("zeros", "32 bytes of zero.", zeros);
        maker.Accepted("ones", "32 bytes of ff: the last character has one bit of it.", "adem-data:1:" + new string('7', 51) + "q");
        maker.Refused("capital letters", "Base32 is in lower case.", "adem-data:1:" + good[12..].ToUpperInvariant());
        maker.Refused("one capital letter", "Base32 is in lower case.", zeros[..^2] + "Aa");
        maker.Refused("capital prefix", "The prefix is in lower case.", "ADEM-DATA:1:" + good[12..]);
        maker.Refused("version 2", "A reader of version 1 reads version 1.", "adem-data:2:" + good[12..]);
        maker.Refused("unused bit", "The last unused bit is set.", zeros[..^1] + "b");
        maker.Refused("highest unused bit", "The first unused bit is set.", zeros[..^1] + "i");
        maker.Refused("too short", "51 characters.", zeros[..^1]);
        maker.Refused("too long", "53 characters.", zeros + "a");
        maker.Refused("padding", "Base32 is without padding.", zeros + "====");
        maker.Refused("no base32", "There is no 1 in base32.", zeros[..^2] + "1a");
        maker.Refused("space", "A space stands at the end.", zeros + " ");
        maker.Refused("not ASCII", "A letter that looks like an a.", zeros[..^2] + "\u0430a");
        maker.Refused("nothing", "An empty text.", "");
        maker.Refused("domain name", "A host's asset.", "www.society.example");
    }
}
