using System.Text.Json;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

static partial class JsonRecord
{
    static void Mailbox(Utf8JsonWriter json, MailboxRecord mailbox)
    {
        json.WriteString("type"u8, "mailbox"u8);
        json.WriteNumber("session"u8, mailbox.Session);
        json.Time("time"u8, mailbox.Time);
        json.Endpoint("server"u8, mailbox.Server);
        json.Text("user"u8, mailbox.User);
        json.Text("mailbox"u8, mailbox.Mailbox);
        json.Text("operation"u8, mailbox.Operation);
        json.Text("target"u8, mailbox.Target);
        json.Text("uids"u8, mailbox.Uids);
        json.Text("sequence"u8, mailbox.Sequence);
        json.Text("target_uids"u8, mailbox.TargetUids);
        json.Texts("flags"u8, mailbox.Flags);
        json.Text("change"u8, mailbox.Change);
        json.Texts("attributes"u8, mailbox.Attributes);
        json.Text("delimiter"u8, mailbox.Delimiter);
        json.Number("uid_validity"u8, mailbox.UidValidity);
        json.Number("uid_next"u8, mailbox.UidNext);
        json.Number("exists"u8, mailbox.Exists);
        json.Number("unseen"u8, mailbox.Unseen);
        json.Text("result"u8, mailbox.Result);
    }

    static void Tree(Utf8JsonWriter json, TreeRecord node)
    {
        json.WriteString("type"u8, "tree"u8);
        json.Endpoint("server"u8, node.Server);
        json.Text("path"u8, node.Path);
        json.Text("kind"u8, node.Kind);
        json.Number("size"u8, node.Size);
        json.Text("modified"u8, node.Modified);
        json.Text("mode"u8, node.Mode);
        json.Text("owner"u8, node.Owner);
        json.WriteStartArray("states"u8);
        foreach ((NodeStates state, string word) in Words.NodeStates)
        {
            if (node.States.HasFlag(state)) json.WriteStringValue(word);
        }
        json.WriteEndArray();
        json.Text("renamed_to"u8, node.RenamedTo);
        json.Text("renamed_from"u8, node.RenamedFrom);
        json.Number("transfer"u8, node.Transfer);
        json.Time("time"u8, node.Time);
    }
}
