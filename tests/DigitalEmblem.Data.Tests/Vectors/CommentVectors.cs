using System.Text;
using DigitalEmblem.Data.Places;

namespace DigitalEmblem.Data.Tests.Vectors;

internal static class CommentVectors
{
    public static void Add(VectorMaker maker)
    {
        byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
        void Accepted(string name, string why, string text) => maker.Accepted(name, why, Text(text));
        void Refused(string name, string why, string text) => maker.Refused(name, why, Text(text));

        Accepted("nothing", "A database without a comment.", "");
        Accepted("no sign line", "People write what they like, also of signs.", "See adem-sign:1: in the manual.\n adem-sign:1:AQID");
        Accepted("sign alone", "The comment is the line.", "adem-sign:1:AQID_w");
        Accepted("sign at the end", "After what people have written, and one line feed.", "Records.\nadem-sign:1:AQID_w");
        Accepted("line feed before", "The text ends with one of its own.", "Records.\n\nadem-sign:1:AQID_w");
        Accepted("sign in the middle", "A person has written below it.", "Records.\nadem-sign:1:AQID_w\nMore.");
        Accepted("sign first", "A person has written below it.", "adem-sign:1:AQID_w\nMore.");
        Accepted("bytes that are not UTF-8", "A comment is bytes.", "Fa\xe7ade \xff\nadem-sign:1:AQID_w");
        Accepted("version 2", "It is none of version 1, and not malformed.", "Records.\nadem-sign:2:of another form!");
        Accepted("version of nine digits", "The longest number.", "adem-sign:999999999:");
        maker.Accepted("longest sign", "A sign file of 48 KiB.", CommentSign.With([], new byte[CommentSign.MaxSignFile]));
        Refused("two signs", "Nothing says which one counts.", "adem-sign:1:AQID\nadem-sign:1:AQID");
        Refused("signs of two versions", "Nothing says which one counts.", "adem-sign:1:AQID\nadem-sign:2:AQID");
        Refused("padding", "base64url is without padding.", "adem-sign:1:AQID_w==");
        Refused("base64", "/ is not of base64url.", "adem-sign:1:AQID/w");
        Refused("unused bit", "The last one is set.", "adem-sign:1:AQID_x");
        Refused("one character too many", "Four characters are three bytes, and one is none.", "adem-sign:1:AQIDA");
        Refused("carriage return", "Lines are divided by 0A alone.", "adem-sign:1:AQID_w\r\nMore.");
        Refused("space", "A space stands at the end.", "adem-sign:1:AQID_w ");
        Refused("version 01", "A number begins with no zero.", "adem-sign:01:AQID");
        Refused("version of ten digits", "Nine are the limit.", "adem-sign:1234567890:");
        Refused("no version", "A sign line has one.", "adem-sign: of the house");
        Refused("sign of more than 48 KiB", "The limit.", "adem-sign:1:" + new string('A', (CommentSign.MaxSignFile / 3 * 4) + 2));
    }
}
