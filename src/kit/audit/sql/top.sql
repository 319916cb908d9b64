SELECT audit_top() AS id
